print(f"{5!z}")
