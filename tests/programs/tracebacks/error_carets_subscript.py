table = {"rows": [{"name": "x", "cells": [1, 2, 3]}]}
print(table["rows"][0]["cells"][2])
print(table["rows"][0]["cells"][7] + 1)
