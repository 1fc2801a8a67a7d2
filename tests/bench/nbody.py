from time import perf_counter

# x, y, z, their velocities, and a mass: the sun and the four large planets.
BODIES = [
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47841760435743],
    [4.841431442464721, -1.1603200440274284, -0.10362204447112311,
     0.606326392995832, 2.81198684491626, -0.02521836165988763, 0.03769367487038949],
    [8.34336671824458, 4.124798564124305, -0.4035234171143214,
     -1.0107743461787924, 1.8256623712304119, 0.008415761376584154, 0.011286326131968767],
    [12.894369562139131, -15.111151401698631, -0.22330757889265573,
     1.0827910064415354, 0.8687130181696082, -0.010832637401363636, 0.0017237240570597112],
    [15.379697114850917, -25.919314609987964, 0.17925877295037118,
     0.979090732243898, 0.5946989986476762, -0.034755955504078104, 0.0020336868699246304],
]


def advance(bodies, pairs, dt, steps):
    for _ in range(steps):
        for one, other in pairs:
            dx = one[0] - other[0]
            dy = one[1] - other[1]
            dz = one[2] - other[2]
            pull = dt * (dx * dx + dy * dy + dz * dz) ** -1.5
            to_one = other[6] * pull
            to_other = one[6] * pull
            one[3] -= dx * to_one
            one[4] -= dy * to_one
            one[5] -= dz * to_one
            other[3] += dx * to_other
            other[4] += dy * to_other
            other[5] += dz * to_other
        for body in bodies:
            body[0] += dt * body[3]
            body[1] += dt * body[4]
            body[2] += dt * body[5]


pairs = [(one, other) for i, one in enumerate(BODIES) for other in BODIES[i + 1 :]]
start = perf_counter()
advance(BODIES, pairs, 0.01, 20_000)
seconds = perf_counter() - start
print("%.6f" % BODIES[0][0])
print(seconds)
