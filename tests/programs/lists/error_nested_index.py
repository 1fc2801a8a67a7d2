table = [[1, 2, 3], [4, 5]]
for column in range(3):
    print(sum(row[column] for row in table))
