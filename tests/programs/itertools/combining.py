from itertools import chain, product, permutations, combinations, combinations_with_replacement, zip_longest, starmap, compress, filterfalse, pairwise, batched, tee, groupby
print(list(chain("ab", [1, 2], ())), list(chain.from_iterable([[1], [2, 3]])), list(product("ab", [1, 2])), list(product([0, 1], repeat=3))[3:6], list(product()), len(list(product(range(3), range(4), range(5)))))
print(list(permutations("abc", 2)), len(list(permutations(range(5)))), list(permutations([1, 2])), list(combinations("abcd", 2)), list(combinations_with_replacement("ab", 3)), list(combinations([1], 2)))
print(list(zip_longest("abc", [1], fillvalue="-")), list(zip_longest("a", "bc")), list(starmap(pow, [(2, 3), (3, 2)])), list(compress("abcde", [1, 0, 1, 0, 1])), list(filterfalse(lambda x: x % 2, range(6))), list(filterfalse(None, [0, 1, ""])))
print(list(pairwise("abcd")), list(pairwise([1])), list(batched("abcdefg", 3)), ["".join(b) for b in batched("abcdef", 2)])
a, b = tee(iter([1, 2, 3]))
print(next(a), next(a), list(b), list(a))
x, y, z = tee("ab", 3)
print(list(x), list(y), list(z))
data = sorted(["apple", "avocado", "bean", "beet", "cherry"], key=lambda w: w[0])
print({k: list(g) for k, g in groupby(data, key=lambda w: w[0])}, [(k, len(list(g))) for k, g in groupby("aaabbca")], [k for k, _ in groupby([1, 1, 2, 1])])
for call in (lambda: list(batched("a", 0)), lambda: combinations("ab", -1), lambda: list(chain(5)), lambda: list(starmap(pow, [5])), lambda: product("a", repeat=-1)):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
