seats = {1, 2, 3}
def book(number):
    seats.remove(number)
    return len(seats)
print(book(2))
print(book(2))
