def tried(a):
    try:
        a()
    except ValueError:
        b()
    except (TypeError, KeyError) as error:
        print(error)
    except:
        c()
    else:
        d()
    finally:
        e()
def nested(a):
    try:
        try:
            a()
        finally:
            b()
    except E as e:
        try:
            c()
        except F as f:
            d()
    return a
try: x
except: pass
