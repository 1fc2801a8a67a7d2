try:
    import fast as json
except ImportError:
    import json
if __name__ == "__main__":
    json.loads("1")
    def main(argv=None):
        return json.dumps(argv)
    main()
