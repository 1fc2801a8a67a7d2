greeting = "hello"
print(greeting[0])
greeting[0] = "J"
