packet = b"\x01\x02"
print(packet[0] + packet[1])
packet[0] = 5
