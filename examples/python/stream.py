"""Asks with nothing but Python's own library: python3 stream.py [MODEL]"""

import json
import os
import sys
import urllib.request

GATE = os.environ.get("HEADGATE_URL", "http://127.0.0.1:4000")
KEY = os.environ.get("HEADGATE_KEY", "none")  # an application key, where the gate asks for one


def post(path, body):
    request = urllib.request.Request(
        GATE + path,
        data=json.dumps(body).encode(),
        headers={"Authorization": "Bearer " + KEY, "Content-Type": "application/json"},
    )
    return urllib.request.urlopen(request, timeout=60)


def events(answer):
    """The events of a stream as they come: name and data."""
    name = ""
    for line in answer:
        field, _, value = line.decode().rstrip("\n").partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, value


def chat(model):
    messages = [{"role": "user", "content": "What is a weir?"}]
    print("stream: ", end="")
    with post("/v1/chat/completions", {"model": model, "messages": messages, "stream": True}) as answer:
        for _, data in events(answer):
            if data != "[DONE]":
                print(json.loads(data)["choices"][0]["delta"].get("content") or "", end="", flush=True)
    print()


def feature():
    """Its prompt stays on the server, the client sends what fills it in."""
    asked = {"inputs": {"question": "Where is my parcel?"}, "targeting_key": "ada", "stream": True}
    print("feature: ", end="")
    with post("/v1/features/support-reply/completions", asked) as answer:
        for name, data in events(answer):
            said = json.loads(data)
            print(said["text"] if name == "text" else f"\n{name}: {said}", end="", flush=True)
    print()


chat(sys.argv[1] if len(sys.argv) > 1 else "fast")
feature()
