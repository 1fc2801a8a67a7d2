try:
    import simple_json_that_is_missing as json
except ImportError:
    import other_json_that_is_missing as json
