# Names with the same compatibility form (NFKC) are the same name.
ﬁ = 1
print(fi)

ℌ = 2
print(H)

ªb = 3
print(ab)

# Composed and in two pieces.
é = 4
print(é)

# Pieces of which only the order differs.
q̣̇ = 5
print(q̣̇)

# Korean is composed by rule, not by table.
한 = 6
print(한)


def 𝒞𝒟(𝐱, ｙ):
    return x + y


print(CD(3, y=4), 𝕮𝕯(x=3, y=4))


for ſ in range(2):
    print(s)

# A text is left as it is.
print("ﬁ" == "fi", len("ﬁ"))
