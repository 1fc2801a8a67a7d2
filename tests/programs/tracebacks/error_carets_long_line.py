numbers = [1, 2, 3]
result = sum(numbers) + max(numbers) * min(numbers) - len(numbers) + numbers[0] + numbers[1] + numbers[2] + numbers[3] + sum(numbers)
