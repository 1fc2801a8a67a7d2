"""The module's words,
    indented here.
"""
