"""Trawl's architectures with their defaults in PyTorch, for 28×28 grey images and ten classes.

Layers, widths and activations are those of `dev.trawl.model`; only the padding of convolutions with a stride is
symmetrical here, which changes no shape.
"""

from functools import partial

import torch
from torch import nn
from torch.nn import functional

CLASSES = 10


def norm_convolution(inputs, outputs, kernel, stride=1, groups=1, activation=None):
    """A convolution without bias that keeps the size, batch normalisation, an activation."""
    layers = [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    return nn.Sequential(*layers, *([activation(inplace=True)] if activation else []))


class Mean(nn.Module):
    """The mean of each channel: [b,c,h,w] -> [b,c]."""

    def forward(self, features):
        return features.mean((2, 3))


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(inplace=True), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(inplace=True), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1600, 64), nn.ReLU(inplace=True), nn.Linear(64, CLASSES),
    )


def deep_cnn():
    layers, inputs = [], 1
    for filters in (32, 64, 128):
        layers += [
            norm_convolution(inputs, filters, 3, activation=nn.ReLU),
            norm_convolution(filters, filters, 3, activation=nn.ReLU),
            nn.MaxPool2d(2),
        ]
        inputs = filters
    return nn.Sequential(*layers, Mean(), nn.Linear(inputs, CLASSES))


class SqueezeExcitation(nn.Module):
    def __init__(self, channels):
        super().__init__()
        units = max(channels // 4, 4)
        self.squeeze = nn.Conv2d(channels, units, 1)
        self.excite = nn.Conv2d(units, channels, 1)

    def forward(self, features):
        means = features.mean((2, 3), keepdim=True)
        return features * torch.sigmoid(self.excite(functional.relu(self.squeeze(means))))


class ResidualBlock(nn.Module):
    def __init__(self, inputs, filters, stride, squeeze):
        super().__init__()
        self.branch = nn.Sequential(
            norm_convolution(inputs, filters, 3, stride, activation=nn.ReLU),
            norm_convolution(filters, filters, 3),
            *([SqueezeExcitation(filters)] if squeeze else []),
        )
        same = stride == 1 and inputs == filters
        self.shortcut = nn.Identity() if same else norm_convolution(inputs, filters, 1, stride)

    def forward(self, features):
        return functional.relu(self.branch(features) + self.shortcut(features), inplace=True)


def resnet(blocks, squeeze=False, width=16):
    layers, inputs = [norm_convolution(1, width, 3, activation=nn.ReLU)], width
    for stage in range(3):
        for block in range(blocks):
            filters, stride = width << stage, 2 if stage and not block else 1
            layers.append(ResidualBlock(inputs, filters, stride, squeeze))
            inputs = filters
    return nn.Sequential(*layers, Mean(), nn.Linear(inputs, CLASSES))


class InvertedResidual(nn.Module):
    def __init__(self, inputs, filters, expansion, stride):
        super().__init__()
        wide = inputs * expansion
        widen = [norm_convolution(inputs, wide, 1, activation=nn.ReLU6)] if expansion > 1 else []
        self.branch = nn.Sequential(
            *widen,
            norm_convolution(wide, wide, 3, stride, groups=wide, activation=nn.ReLU6),
            norm_convolution(wide, filters, 1),
        )
        self.residual = stride == 1 and inputs == filters

    def forward(self, features):
        branch = self.branch(features)
        return branch + features if self.residual else branch


def mobilenet_v2():
    layers, inputs = [norm_convolution(1, 16, 3, 2, activation=nn.ReLU6)], 16
    for expansion, filters, repeats, stride in ((1, 16, 1, 1), (6, 24, 2, 1), (6, 32, 2, 2), (6, 48, 2, 2)):
        for block in range(repeats):
            layers.append(InvertedResidual(inputs, filters, expansion, 1 if block else stride))
            inputs = filters
    layers.append(norm_convolution(inputs, 192, 1, activation=nn.ReLU6))
    return nn.Sequential(*layers, Mean(), nn.Linear(192, CLASSES))


class SelfAttention(nn.Module):
    """Between the pixels of [b,c,h,w], each a token.

    Written out: scaled_dot_product_attention is as fast in float32, but takes four times as long in bfloat16 (2.15).
    """

    def __init__(self, channels, heads):
        super().__init__()
        self.heads = heads
        self.project = nn.Linear(channels, 3 * channels, bias=False)
        self.combine = nn.Linear(channels, channels, bias=False)

    def forward(self, features):
        batch, channels, height, width = features.shape
        tokens = features.flatten(2).transpose(1, 2)  # [b,t,c]
        split = self.project(tokens).view(batch, -1, 3, self.heads, channels // self.heads)
        queries, keys, values = split.permute(2, 0, 3, 1, 4)  # [b,heads,t,size] each
        scores = queries @ keys.transpose(-1, -2) * split.shape[-1] ** -0.5
        attended = torch.softmax(scores, -1) @ values
        joined = self.combine(attended.transpose(1, 2).reshape(batch, -1, channels))
        return joined.transpose(1, 2).view(batch, channels, height, width)


class Residual(nn.Sequential):
    def forward(self, features):
        return features + super().forward(features)


def attention(channels=64, heads=4):
    layers = [
        nn.Conv2d(1, channels, 4, 4, bias=False),
        Residual(nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False)),
    ]
    for _ in range(2):
        layers += [
            Residual(nn.BatchNorm2d(channels), SelfAttention(channels, heads)),
            Residual(
                nn.BatchNorm2d(channels), nn.Conv2d(channels, 2 * channels, 1),
                nn.ReLU(inplace=True), nn.Conv2d(2 * channels, channels, 1),
            ),
        ]
    return nn.Sequential(*layers, nn.BatchNorm2d(channels), Mean(), nn.Linear(channels, CLASSES))


NETWORKS = {
    "cnn": cnn,
    "deep_cnn": deep_cnn,
    "resnet-8": partial(resnet, 1),
    "resnet-20": partial(resnet, 3),
    "se_resnet-8": partial(resnet, 1, squeeze=True),
    "mobilenet_v2": mobilenet_v2,
    "attention": attention,
}
