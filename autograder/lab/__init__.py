"""The AlexNet lab: networks that run, the one that this project trained, the published weights, and ways to look into them.

The arithmetic of layers is left to `reference`. Each module here loads PyTorch; this package by itself loads nothing.
"""
