f"{'text':+,}"
