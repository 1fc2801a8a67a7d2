from math import sqrt
class Body:
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x, self.y, self.z, self.vx, self.vy, self.vz, self.mass = x, y, z, vx, vy, vz, mass
def advance(bodies, dt):
    for i, a in enumerate(bodies):
        for b in bodies[i + 1:]:
            dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
            d2 = dx * dx + dy * dy + dz * dz
            mag = dt / (d2 * sqrt(d2))
            a.vx -= dx * b.mass * mag
            a.vy -= dy * b.mass * mag
            a.vz -= dz * b.mass * mag
            b.vx += dx * a.mass * mag
            b.vy += dy * a.mass * mag
            b.vz += dz * a.mass * mag
    for b in bodies:
        b.x += dt * b.vx
        b.y += dt * b.vy
        b.z += dt * b.vz
def energy(bodies):
    e = 0.0
    for i, a in enumerate(bodies):
        e += 0.5 * a.mass * (a.vx ** 2 + a.vy ** 2 + a.vz ** 2)
        for b in bodies[i + 1:]:
            e -= a.mass * b.mass / sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2)
    return e
bodies = [Body(0, 0, 0, 0, 0, 0, 39.5), Body(4.8, -1.1, -0.1, 0.6, 2.8, -0.02, 0.04), Body(8.3, 4.1, -0.4, -1.0, 1.8, 0.008, 0.01), Body(12.9, -15.1, -0.2, 1.1, 0.9, -0.01, 0.002)]
print(f"{energy(bodies):.9f}")
for _ in range(200):
    advance(bodies, 0.01)
print(f"{energy(bodies):.9f}", f"{bodies[1].x:.6f} {bodies[1].y:.6f}")
