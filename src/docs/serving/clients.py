"""Two independent readers of a served model: the Open Inference Protocol's client and Prometheus's parser.

  pip install open-inference-openapi prometheus-client
  python clients.py http://127.0.0.1:8080
"""

import json
import sys
import urllib.request

import httpx
from open_inference.openapi.client import OpenInferenceClient
from open_inference.openapi.core.api_error import ApiError
from open_inference.openapi.errors import BadRequestError
from open_inference.openapi.types import InferenceRequest, RequestInput
from prometheus_client.parser import text_string_to_metric_families


def get(path):
    return urllib.request.urlopen(url + path).read().decode()


def refused(error, call):
    try:
        call()
    except error as found:
        print(error.__name__, found.body)
    else:
        raise SystemExit(f"need {error.__name__}, found an answer")


url = sys.argv[1].rstrip("/")
client = OpenInferenceClient(base_url=url, httpx_client=httpx.Client(timeout=30))
client.check_server_liveness()
client.check_server_readiness()
name = json.loads(get("/model"))["name"]
client.check_model_readiness(name)
model = client.read_model_metadata(name)
print("model", model.name, model.versions, [(i.name, i.datatype, i.shape) for i in model.inputs])

shape = [2] + [int(size) for size in model.inputs[0].shape[1:]]
size = shape[1] * shape[2] * shape[3]
tensor = RequestInput(name=model.inputs[0].name, shape=shape, datatype="UINT8", data=[0] * size + [255] * size)
answer = client.model_infer(name, request=InferenceRequest(id="two", inputs=[tensor]))
print("infer", answer.id, answer.model_version, answer.outputs[0].name, answer.outputs[0].shape)
wrong = RequestInput(name=tensor.name, shape=[3, 1, 1], datatype="UINT8", data=[0])
refused(BadRequestError, lambda: client.model_infer(name, request=InferenceRequest(inputs=[wrong])))
refused(ApiError, lambda: client.read_model_metadata("other"))

for family in text_string_to_metric_families(get("/metrics")):
    print("metric", family.name, family.type, len(family.samples))
