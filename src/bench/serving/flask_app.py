"""The same network in TensorFlow behind Flask: gunicorn flask_app:app, with MODEL naming the .onnx file in floats.

Its weights are those of the file, so that its answers can be compared; convolutions, pools and dense layers are known.
"""

import os

import numpy as np
import onnx
import tensorflow as tf
from flask import Flask, request
from onnx import numpy_helper

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)


def network(file):
    """A Keras model of the file's nodes, for images [batch, height, width, channels] from 0 to 1."""
    graph = onnx.load(file).graph
    weights = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    shape = [size.dim_value for size in graph.input[0].type.tensor_type.shape.dim]
    image = x = tf.keras.Input((shape[2], shape[3], shape[1]))
    for node in graph.node:
        attributes = {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}
        if node.op_type == "Conv":
            kernel, bias = (weights[name] for name in node.input[1:])
            pads = "same" if any(attributes.get("pads", [0])) else "valid"
            layer = tf.keras.layers.Conv2D(kernel.shape[0], kernel.shape[2:], attributes.get("strides", 1), pads)
            x = layer(x)
            layer.set_weights([kernel.transpose(2, 3, 1, 0), bias])
        elif node.op_type == "MaxPool":
            x = tf.keras.layers.MaxPooling2D(attributes["kernel_shape"], attributes["strides"])(x)
        elif node.op_type == "Flatten":  # by channel, as in the file
            x = tf.keras.layers.Flatten()(tf.keras.layers.Permute((3, 1, 2))(x))
        elif node.op_type == "Gemm":
            kernel, bias = (weights[name] for name in node.input[1:])
            layer = tf.keras.layers.Dense(kernel.shape[0] if attributes.get("transB") else kernel.shape[1])
            x = layer(x)
            layer.set_weights([kernel.T if attributes.get("transB") else kernel, bias])
        elif node.op_type in ("Relu", "Softmax"):
            x = tf.keras.layers.Activation(node.op_type.lower())(x)
        elif node.op_type not in ("Cast", "Div"):  # the scaling, below
            raise SystemExit(f"need layers that are known here, found {node.op_type}")
    return tf.keras.Model(image, x)


model = network(os.environ["MODEL"])
predict = tf.function(lambda images: model(images, training=False))
app = Flask(__name__)


@app.post("/predict")
def answer():
    pixels = np.asarray(request.get_json()["image"], dtype=np.float32)[None, :, :, None] / 255
    probabilities = predict(tf.constant(pixels)).numpy()[0]
    best = int(probabilities.argmax())
    return {"prediction": best, "label": str(best), "probabilities": probabilities.tolist()}
