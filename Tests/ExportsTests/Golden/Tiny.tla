---- MODULE Tiny ----
\* tiny
\*
\* To run it, with Tiny.cfg beside it:
\*   java -jar tla2tools.jar Tiny.tla
\* Distinct states are those of modelcheck without symmetry. States generated are its
\* transitions and the initial state; the run ends with the first violation.
EXTENDS Integers

VARIABLE box  \* 0 empty, 1 full(A, -1), 2 full(A, 0), 3 full(B, -1), 4 full(B, 0)
VARIABLE if_2  \* 0 A, 1 B, 2 undefined
VARIABLE now  \* 0 is -2
VARIABLE x_y  \* 0 false, 1 true
vars == <<box, if_2, now, x_y>>

Init ==
  /\ box = [place \in 0..1 |-> 0]
  /\ if_2 = [place \in 0..1 |-> 2]
  /\ now = 0
  /\ x_y = 1

\* fill
Do_fill(i, j) ==
  /\ (box[i] = 0) /\ (x_y = 1)
  /\ box' = [box EXCEPT ![i] = (j * 2) + 1]
  /\ if_2' = [if_2 EXCEPT ![i] = j]
  /\ UNCHANGED <<now, x_y>>

\* swap
Do_swap ==
  /\ (\E i \in 0..1 : 1 =< box[i])
  /\ box' = LET
         after1 == [box EXCEPT ![0] = box[1]]
         after2 == [after1 EXCEPT ![1] = box[0]]
     IN after2
  /\ x_y' = (IF (x_y # 1) THEN 1 ELSE 0)
  /\ UNCHANGED <<if_2, now>>

\* empty
Do_empty ==
  /\ now = 3
  /\ box' = LET
         after1 == IF (1 =< box[1]) /\ (((box[1] - 1) \div 2) = 0) THEN [box EXCEPT ![0] = 0] ELSE box
         after2 == IF (1 =< box[0]) /\ (((box[0] - 1) \div 2) = 1) THEN [after1 EXCEPT ![1] = 0] ELSE after1
     IN after2
  /\ if_2' = LET
         after1 == [if_2 EXCEPT ![0] = 2]
         after2 == [after1 EXCEPT ![1] = 2]
     IN after2
  /\ now' = 0
  /\ UNCHANGED <<x_y>>

\* count
Do_count ==
  /\ (now - 2) < 1
  /\ box' = IF 1 =< box[0] THEN [box EXCEPT ![0] = ((((box[0] - 1) \div 2) * 2) + ((IF ((now - 2) < 0) THEN (-1) ELSE 0) + 1)) + 1] ELSE box
  /\ now' = now + 1
  /\ UNCHANGED <<if_2, x_y>>

Next ==
  \/ \E i \in 0..1, j \in 0..1 : Do_fill(i, j)
  \/ Do_swap
  \/ Do_empty
  \/ Do_count

Spec == Init /\ [][Next]_vars

\* what apart demands of fill
Demand_apart == (\A i \in 0..1, j \in 0..1 : (box[i] # 0) \/ (x_y # 1) \/ (\A k \in 0..1 : (if_2[k] = 2) \/ (if_2[k] # j)))

\* no error of the spec in count
Defined_count == (1 =< (now - 2)) \/ ((now - 1) =< 1)

\* low
Always_low == TRUE

\* both: a violation is what is looked for
Never_both == ~(\A i \in 0..1 : (1 =< box[i]) /\ (((box[i] - 1) % 2) = 1))
====
