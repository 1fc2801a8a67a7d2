import json
for text in ("null", "true", "-12", "1.50", "1e3", '"a\\n\\u00e9\\ud83d\\ude00"', "[1, [2], {}]", '{"a": {"b": [true, null]}}', ' [ 1 , 2 ] ', '{"k": 1, "k": 2}', "123456789012345678901234567890", "NaN", "-Infinity", '""'):
    value = json.loads(text)
    print(text, "->", repr(value), type(value).__name__)
for bad in ("", "{", "[1,]", "{'a': 1}", '{"a" 1}', '{"a": 1,}', "nul", '"open', "1 2", "[1", '{"a": }', "01", '"bad \\x"', '"tab\t"', "\n\n  ?", "{1: 2}", "[1 2]"):
    try:
        print(json.loads(bad))
    except json.JSONDecodeError as error:
        print(repr(bad), error, error.lineno, error.colno, error.pos)
print(json.loads('{"x": 1.5}', parse_float=str), json.loads('[1]', parse_int=float), json.loads('{"a": 1}', object_hook=lambda d: sorted(d)), json.loads('{"b": 1, "a": 2}', object_pairs_hook=list), json.loads(b'"bytes"'))
original = {"text": "é\n\"", "list": [1, 2.5, None, True], "nested": {"deep": [[], {}]}}
print(json.loads(json.dumps(original)) == original, json.loads(json.dumps((1, 2))), json.loads(json.dumps({1: 2})), issubclass(json.JSONDecodeError, ValueError))
try:
    json.loads(5)
except TypeError as error:
    print(error)
