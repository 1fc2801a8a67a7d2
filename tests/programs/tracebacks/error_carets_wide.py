names = ["日本", "é"]
print("日本語の文字列", names[0], names[1], names[2])
