class Settings:
    sizes = [1, 2, 3]
    largest = max(sizes)
    average = sum(sizes) / (largest - 3)
