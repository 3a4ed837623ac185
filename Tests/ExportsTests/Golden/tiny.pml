/*
 * tiny
 *
 * To run it:
 *   spin -a -o2 tiny.pml && gcc -O2 -DSAFETY -DNOREDUCE -DBFS -o pan pan.c
 *   ./pan -E        ends with the first violation, a nearest one
 *   ./pan -E -c0    visits all states and counts violations
 * States stored are those of modelcheck without symmetry, and transitions one more, as SPIN
 * counts the initial state. -o2 keeps SPIN from leaving variables out, and -E from asking
 * where runs may end.
 */
byte box[2];  /* 0 empty, 1 full(A, -1), 2 full(A, 0), 3 full(B, -1), 4 full(B, 0) */
byte if_2[2] = 2;  /* 0 A, 1 B, 2 undefined */
byte now_2;  /* 0 is -2 */
byte x_y = 1;  /* 0 false, 1 true */
#define demand_low (true)
#define demand_both (!((1 <= box[0]) && (((box[0] - 1) % 2) == 1) && (1 <= box[1]) && (((box[1] - 1) % 2) == 1)))
hidden int old0;

active proctype steps() {
  do
  :: d_step { (box[0] == 0) && (x_y == 1) ->  /* fill(A, A) */
       assert(((if_2[0] == 2) || (if_2[0] != 0)) && ((if_2[1] == 2) || (if_2[1] != 0)));
       box[0] = 1;
       if_2[0] = 0;
       assert(demand_both) }
  :: d_step { (box[0] == 0) && (x_y == 1) ->  /* fill(A, B) */
       assert(((if_2[0] == 2) || (if_2[0] != 1)) && ((if_2[1] == 2) || (if_2[1] != 1)));
       box[0] = 3;
       if_2[0] = 1;
       assert(demand_both) }
  :: d_step { (box[1] == 0) && (x_y == 1) ->  /* fill(B, A) */
       assert(((if_2[0] == 2) || (if_2[0] != 0)) && ((if_2[1] == 2) || (if_2[1] != 0)));
       box[1] = 1;
       if_2[1] = 0;
       assert(demand_both) }
  :: d_step { (box[1] == 0) && (x_y == 1) ->  /* fill(B, B) */
       assert(((if_2[0] == 2) || (if_2[0] != 1)) && ((if_2[1] == 2) || (if_2[1] != 1)));
       box[1] = 3;
       if_2[1] = 1;
       assert(demand_both) }
  :: d_step { (1 <= box[0]) || (1 <= box[1]) ->  /* swap */
       old0 = box[0];
       box[0] = box[1];
       box[1] = old0;
       x_y = ((x_y != 1) -> 1 : 0);
       assert(demand_both) }
  :: d_step { now_2 == 3 ->  /* empty */
       old0 = (1 <= box[0]) && (((box[0] - 1) / 2) == 1);
       if :: (1 <= box[1]) && (((box[1] - 1) / 2) == 0) -> box[0] = 0 :: else fi;
       if :: old0 -> box[1] = 0 :: else fi;
       if_2[0] = 2;
       if_2[1] = 2;
       now_2 = 0;
       assert(demand_both) }
  :: d_step { !((1 <= (now_2 - 2)) || ((now_2 - 1) <= 1)) -> assert(false) }  /* error of the spec: count */
  :: d_step { (now_2 - 2) < 1 ->  /* count */
       old0 = ((((box[0] - 1) / 2) * 2) + ((((now_2 - 2) < 0) -> (-1) : 0) + 1)) + 1;
       now_2 = now_2 + 1;
       if :: 1 <= box[0] -> box[0] = old0 :: else fi;
       assert(demand_both) }
  od
}
