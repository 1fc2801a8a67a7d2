total_amount = 5
def show():
    print(total_amout)
show()
