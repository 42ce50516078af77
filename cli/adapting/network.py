"""The encoder in PyTorch, read from the packed file; trained layers see their weights as four bits will show them."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from understanding.encoder import packed

MATRICES = ("q", "k", "v", "ao", "fi", "fo")
NORMS = ("aln", "oln")
SCALE = 12.0
DROPOUT = 0.1


def _q4(weights: Tensor) -> Tensor:
    rounded = packed.dequantise(packed.quantise(weights.numpy()), weights.shape[1])
    return torch.from_numpy(rounded)


class Matrix(nn.Module):
    """A linear map with four-bit weights: gradients go to full-precision weights, whose rounding error is added."""

    def __init__(self, weights: np.ndarray, bias: np.ndarray) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(weights))
        self.bias = nn.Parameter(torch.tensor(bias))
        self._error: Tensor | None = None

    def round(self) -> None:
        """Take the rounding error anew, from the present weights."""
        with torch.no_grad():
            self._error = _q4(self.weight.data) - self.weight.data

    def keep_rounded(self) -> None:
        """Make the rounded weights the weights."""
        self.weight.data, self._error = _q4(self.weight.data), None

    def forward(self, x: Tensor) -> Tensor:
        """Apply the rounded weights."""
        weight = self.weight if self._error is None else self.weight + self._error
        return functional.linear(x, weight, self.bias)


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, tensors: dict[str, np.ndarray], heads: int, epsilon: float) -> None:
        super().__init__()
        for name in MATRICES:
            setattr(self, name, Matrix(tensors[f"{name}.w"], tensors[f"{name}.b"]))
        for name in NORMS:
            norm = nn.LayerNorm(len(tensors[f"{name}.w"]), eps=epsilon)
            norm.weight.data, norm.bias.data = torch.tensor(tensors[f"{name}.w"]), torch.tensor(tensors[f"{name}.b"])
            setattr(self, name, norm)
        self.heads = heads
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Map (batch, tokens, hidden) to the same shape; `mask` is (batch, tokens), false on padding."""
        batch, tokens, hidden = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, tokens, self.heads, hidden // self.heads).transpose(1, 2)

        attended = functional.scaled_dot_product_attention(
            split(self.q(x)),
            split(self.k(x)),
            split(self.v(x)),
            attn_mask=mask[:, None, None, :],
            dropout_p=DROPOUT if self.training else 0.0,
        )
        x = self.aln(x + self.drop(self.ao(attended.transpose(1, 2).reshape(batch, tokens, hidden))))
        return self.oln(x + self.drop(self.fo(functional.gelu(self.fi(x)))))


class Encoder(nn.Module):
    """The embeddings and all layers; those below `split` stay as they are."""

    def __init__(self, raw: bytes, split: int) -> None:
        super().__init__()
        self.header = packed.read_header(raw)
        self._raw, self._places = raw, packed.tensors(raw)
        hidden = self.header.hidden
        self.norm = nn.LayerNorm(hidden, eps=self.header.epsilon).requires_grad_(False)
        self.norm.weight.data, self.norm.bias.data = (torch.tensor(self._floats(f"emb.ln.{part}")) for part in "wb")
        self.layers = nn.ModuleList([self._layer(number) for number in range(self.header.layers)])
        self.split = split
        for number, layer in enumerate(self.layers):
            layer.requires_grad_(number >= split)

    def _floats(self, name: str) -> np.ndarray:
        offset, size = self._places[name]
        return np.frombuffer(self._raw, np.float32, size // 4, offset).copy()

    def _matrix(self, name: str, columns: int) -> np.ndarray:
        offset, size = self._places[name]
        return packed.dequantise(np.frombuffer(self._raw, np.uint8, size, offset), columns)

    def _layer(self, number: int) -> Layer:
        head = self.header
        tensors: dict[str, np.ndarray] = {}
        for name in MATRICES:
            columns = head.forward if name == "fo" else head.hidden
            tensors[f"{name}.w"] = self._matrix(f"l{number}.{name}.w", columns)
            tensors[f"{name}.b"] = self._floats(f"l{number}.{name}.b")
        for name in NORMS:
            for part in "wb":
                tensors[f"{name}.{part}"] = self._floats(f"l{number}.{name}.{part}")
        return Layer(tensors, head.heads, head.epsilon)

    def lower(self, embedded: Tensor, mask: Tensor) -> Tensor:
        """Return what the untrained layers make of embeddings, both of shape (batch, tokens, hidden)."""
        x = self.norm(embedded)
        for layer in self.layers[: self.split]:
            x = layer(x, mask)
        return x

    def sentence(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return unit sentence vectors from the output of `lower`: trained layers, then the mean over tokens."""
        for layer in self.layers[self.split :]:
            x = layer(x, mask)
        weight = mask[..., None].float()
        return functional.normalize((x * weight).sum(1) / weight.sum(1), dim=-1)

    def trained(self) -> list[Matrix]:
        """Return the matrices that are trained."""
        return [m for layer in self.layers[self.split :] for m in layer.modules() if isinstance(m, Matrix)]


class Network(nn.Module):
    """The encoder with one linear output a question (levels, types, speakers, needs) or a reply or fact."""

    def __init__(self, encoder: Encoder, outputs: int, *, scale: float = SCALE) -> None:
        super().__init__()
        self.encoder = encoder
        self.out = nn.Linear(encoder.header.hidden, outputs)
        nn.init.normal_(self.out.weight, std=0.05)
        nn.init.zeros_(self.out.bias)
        self.scale = nn.Parameter(torch.tensor(scale))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the logits, shape (batch, outputs), from the output of the lower layers."""
        logits: Tensor = self.out(self.drop(self.encoder.sentence(x, mask)) * self.scale)
        return logits
