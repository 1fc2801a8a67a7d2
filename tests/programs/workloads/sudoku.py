PUZZLE = "530070000600195000098000060800060003400803001700020006060000280000419005000080079"
def candidates(board, place):
    row, column = divmod(place, 9)
    box = row // 3 * 27 + column // 3 * 3
    used = {board[row * 9 + i] for i in range(9)} | {board[i * 9 + column] for i in range(9)} | {board[box + i // 3 * 9 + i % 3] for i in range(9)}
    return [d for d in range(1, 10) if d not in used]
def solve(board):
    best = None
    for place in range(81):
        if board[place] == 0:
            options = candidates(board, place)
            if best is None or len(options) < len(best[1]):
                best = place, options
            if len(options) <= 1:
                break
    if best is None:
        return board
    place, options = best
    for digit in options:
        board[place] = digit
        if solve(board):
            return board
    board[place] = 0
    return None
board = [int(c) for c in PUZZLE]
solved = solve(board[:])
for i in range(0, 81, 9):
    print(*solved[i:i + 9])
print(all(sorted(solved[i * 9:i * 9 + 9]) == list(range(1, 10)) for i in range(9)), board.count(0), sum(solved))
