values = {"a": [1, 2], "b": [3]}
print(values["a"][0] + values["b"][0])
print(values["a"][0] + values["b"][0] * values["a"][1] / (values["b"][0] - 3))
