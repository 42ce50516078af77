"""Writing the trained layers as ONNX with four-bit weights, in the same blocks of 32 as they were trained with."""

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from torch import Tensor, nn
from torch.nn import functional

from cli.adapting.network import MATRICES, Encoder, Layer

OPSET = 17
EIGHT_BIT_ACTIVATIONS = 4
"""ONNX Runtime's accuracy level: activations in eight bits, block by block."""


class _Body(nn.Module):
    """All layers for one message: (1, tokens, hidden) embeddings to the mean over tokens, (1, hidden)."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.norm, self.layers, self.heads = encoder.norm, encoder.layers, encoder.header.heads

    def forward(self, embedded: Tensor) -> Tensor:
        x = self.norm(embedded)
        for layer in self.layers:
            x = self._layer(layer, x)
        return x.mean(1)

    def _layer(self, layer: Layer, x: Tensor) -> Tensor:
        _, tokens, hidden = x.shape
        width = hidden // self.heads

        def split(y: Tensor) -> Tensor:
            return y.reshape(tokens, self.heads, width).transpose(0, 1)

        weights = torch.softmax(split(layer.q(x)) @ split(layer.k(x)).transpose(1, 2) * width**-0.5, dim=-1)
        attended = (weights @ split(layer.v(x))).transpose(0, 1).reshape(1, tokens, hidden)
        x = layer.aln(x + layer.ao(attended))
        return layer.oln(x + layer.fo(functional.gelu(layer.fi(x))))


def export(encoder: Encoder, path: Path) -> None:
    """Write the encoder's layers, weights rounded as they were seen in training."""
    encoder.eval()
    for layer in encoder.layers:
        for name in MATRICES:
            getattr(layer, name).keep_rounded()
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            _Body(encoder),
            (torch.zeros(1, 8, encoder.header.hidden),),
            str(full),
            input_names=["embedded"],
            output_names=["pooled"],
            dynamic_axes={"embedded": {1: "tokens"}},
            opset_version=OPSET,
            dynamo=False,
        )
        quantizer = MatMulNBitsQuantizer(
            onnx.load(full), block_size=32, is_symmetric=True, accuracy_level=EIGHT_BIT_ACTIVATIONS
        )
        quantizer.process()
        quantizer.model.save_model_to_file(str(path), False)
