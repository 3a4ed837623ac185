-- tiny
--
-- To run it:
--   rumur --value-type int32_t --symmetry-reduction off --deadlock-detection off -o tiny.c tiny.m
--   gcc -O3 -march=native -o tiny tiny.c -lpthread && ./tiny
-- States and rules fired are those of modelcheck without symmetry, if nothing is violated:
-- the run ends with the first violation. Rumur's own choice of a value type has no negative
-- numbers where only differences are negative.

type
  box_type: array [0..1] of 0..4;
  if_2_type: array [0..1] of 0..2;
  now_type: 0..3;
  x_y_type: 0..1;
var
  box: box_type;  -- 0 empty, 1 full(A, -1), 2 full(A, 0), 3 full(B, -1), 4 full(B, 0)
  if_2: if_2_type;  -- 0 A, 1 B, 2 undefined
  now: now_type;  -- 0 is -2
  x_y: x_y_type;  -- 0 false, 1 true

startstate begin
  box[0] := 0;
  box[1] := 0;
  if_2[0] := 2;
  if_2[1] := 2;
  now := 0;
  x_y := 1;
end;

ruleset i: 0..1; j: 0..1 do
rule "fill" (box[i] = 0) & (x_y = 1) ==>
begin
  assert (forall k: 0..1 do (if_2[k] = 2) | (if_2[k] != j) end) "apart";
  box[i] := (j * 2) + 1;
  if_2[i] := j;
end; end;
rule "swap" (exists i: 0..1 do 1 <= box[i] end) ==>
var
  old_box: box_type;
begin
  old_box := box;
  box[0] := old_box[1];
  box[1] := old_box[0];
  x_y := ((x_y != 1) ? 1 : 0);
end;
rule "empty" now = 3 ==>
var
  old_box: box_type;
begin
  old_box := box;
  for i: 0..1 do if (exists j: 0..1 do (i != j) & (1 <= old_box[j]) & (((old_box[j] - 1) / 2) = i) end) then box[i] := 0; end; end;
  for i: 0..1 do if_2[i] := 2; end;
  now := 0;
end;
invariant "no error of the spec in count" (1 <= (now - 2)) | ((now - 1) <= 1);
rule "count" (now - 2) < 1 ==>
var
  old_now: now_type;
begin
  old_now := now;
  now := old_now + 1;
  if 1 <= box[0] then box[0] := ((((box[0] - 1) / 2) * 2) + ((((old_now - 2) < 0) ? (-1) : 0) + 1)) + 1; end;
end;
invariant "low" true;
invariant "never: both" !(forall i: 0..1 do (1 <= box[i]) & (((box[i] - 1) % 2) = 1) end);
