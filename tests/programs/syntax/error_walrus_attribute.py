class C: pass
(C.x := 5)
