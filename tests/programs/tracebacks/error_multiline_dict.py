settings = {
    "size": 5,
    "scale": int("five"),
    "name": "x",
}
