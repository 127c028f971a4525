"""The same model behind FastAPI: uvicorn fastapi_app:app, with MODEL naming the .onnx file."""

import os

import numpy as np
import onnxruntime as ort
from fastapi import FastAPI
from pydantic import BaseModel

options = ort.SessionOptions()
options.intra_op_num_threads = 1
options.inter_op_num_threads = 1
options.add_session_config_entry("session.x64quantprecision", "1")
session = ort.InferenceSession(os.environ["MODEL"], options, providers=["CPUExecutionProvider"])
app = FastAPI()


class Image(BaseModel):
    image: list[list[int]]


@app.post("/predict")
async def predict(body: Image):
    pixels = np.asarray(body.image, dtype=np.uint8)[None, None]
    probabilities = session.run(None, {session.get_inputs()[0].name: pixels})[0][0]
    best = int(probabilities.argmax())
    return {"prediction": best, "label": str(best), "probabilities": probabilities.tolist()}
