/// Texts without mistakes that use the whole language; other tests start from them.
enum Samples {
  static let all = [kernel + outside, model]

  static let kernel = """
    /// What the thread is about.
    abstract kernel "linux" {
      source "fs/dax.c, Linux 5.14";
      option commit_and_retry = false;
      state int 0..3 generation = 1;
      lock journal;
      define backs(file f, page p, block b) = defined(back[f][p]) && back[f][p] == b;
      event reported(block b);

      routine alloc(file f, page p) -> result {
        source "fs/ext4/mballoc.c";
        choose block b where free[b] {
          take(b);
          back[f][p] = b;
        } else {
          if (commit_and_retry) { commit(); retry; }
          return -ENOSPC;
        }
        return ok;
      }
      readonly syscall read(file f, page p) -> answer {
        with shared(i_rwsem[f]) {
          extent e = bmap(f, p);
          if (e is hole) return zero;
          if (poisoned[e.b]) return -EIO;
          content c = content[e.b];
          return c is of ? bytes(c.d) : zero;
        }
      }
      syscall pwrite(file f, page p, data d) -> result {
        with exclusive(i_rwsem[f]) {
          if (!mapped(f, p)) try alloc(f, p);
          block b = back[f][p];
          if (zero_on_alloc) { if (zeroout(b) is error) return -EIO; }
          store(b, d);
        }
        return ok;
      }
      environment report(block b) budget errors when poisoned[b] { emit reported(b); }
      environment crash() budget crashes ends tasks {
        forall file f, page p where defined(back[f][p]): back[f][p] = none;
        generation = generation + 1 > 3 ? 0 : generation + 1;
      }
      init { forall block b: free[b] = b != b0; }
    }
    kernel "linux-ext4" extends "linux" {
      set commit_and_retry = true;
      override routine alloc(file f, page p) -> result {
        atomic { result r = base(f, p); return r; }
      }
    }
    kernel "linux-xfs" extends "linux" { }

    """

  static let outside = """
    design "zeroinit" on "linux-ext4", "linux-xfs" {
      title "dax_zeroinit_range() behind " "FALLOC_FL_ZERO_RANGE";
      option as_posted = false;
      explicit syscall zero_range(file f, page p) -> result {
        if (as_posted && held(i_rwsem[f])) return -EIO;
        for page q { if (q <= p && q >= first(page)) { wait !held_shared(i_rwsem[f]); } }
        return ok;
      }
      syscall pwrite(file f, page p, data d) -> result { return base(f, p, d); }
      recipe recover(file f, page p, data d) -> result {
        try zero_range(f, p);
        try pwrite(f, p, d);
        return ok;
      }
      variant "as posted" { title "as posted"; set as_posted = true; expect violated in_place because "x"; }
      variant "as meant" { expect holds no_loss, in_place on "linux-ext4" because "y"; }
      expect static unprivileged because "declared";
    }
    workload "owner and bystander" {
      title "two tasks";
      init { back[A][0] = b0; free[b0] = false; }
      role owner * 2 { calls 3; restarts; pwrite(A, 0, any); optional recover(A, any, d1); }
      role reader { loops; read(any, 0); }
    }
    observer history {
      ghost bool legal[file][page][data];
      ghost partial content was[file][page];
      define known(file f, page p) = defined(was[f][p]);
      on call pwrite(f, p, d) by t { legal[f][p][d] = true; }
      on pwrite(f, p, d) returns ok { forall data e: legal[f][p][e] = e == d; was[f][p] = of(f, p, d); }
      on strike(b) { forall file f, page p where mapped(f, p) && back[f][p] == b: was[f][p] = none; }
    }
    property no_loss {
      title "no silent loss";
      source "Wong, 2021";
      workload "owner and bystander";
      scope errors = 1, blocks = 3, calls = 2;
      uses history;
      contested;
      ghost int 0..2 reads;
      on read(f, p) returns bytes(d) {
        require legal[f][p][d] || !known(f, p) "the bytes are not what was written";
        cover known(f, p);
        if (reads < 2) reads = reads + 1;
      }
      on read(f, _) returns -EIO or zero, zero_range(f, _) returns r { reads = 0; }
    }
    property in_place { always forall file f, page p where mapped(f, p): !free[back[f][p]]; }
    property unprivileged { static no privileged in recover; }
    property hands_off { aside; static no store in recover outside explicit, alloc; }
    property untaxed { static no added step in read, pwrite; }
    requirement R1 { says "it is safe"; source "Wong, 2021"; stated by no_loss, in_place; }
    requirement R2 {
      says "it is fast"; source "Wong, 2021"; not modelled because "there is no clock";
      contradicts R1 because "it is";
    }
    situation "lost and full" on "linux-xfs" {
      title "nothing is free"; source "Wong, 2021"; workload "owner and bystander";
      scope errors = 1; set as_posted = false; init { poisoned[b0] = true; }
    }
    situation "as it is" { init { poisoned[b1] = true; } }
    property can_fail { reachable exists block b: poisoned[b] && content[b] is not zero or junk; }
    claim wong { title "it works"; design "zeroinit" variant "as meant" on "linux-xfs" keeps no_loss;
      design "zeroinit" breaks something; design "zeroinit" keeps at least 2 of what "zeroinit" breaks; }
    claim sentence on "linux-ext4" {
      says "a write \\"repairs\\""; source "Wong, 2021";
      expected partly because "x"; differs refute because "y";
      reading "as it stands" {
        litmus "write, then look";
        litmus { title "a look"; task P0 { r0 = read(A, 0); } allows { r0 is error; } }
        litmus on "linux-ext4" {
          scope blocks = 1; task P0 { r0 = read(A, 0); } forbids { r0 is error; }
        }
        design "zeroinit" variant "as meant" on "linux-ext4" keeps no_loss, in_place;
        static pwrite is not privileged; static pwrite changes nothing in "zeroinit";
        assuming "two blocks" { set as_posted = false; scope blocks = 2, errors = 0; }
      }
      reading "and more" { not modelled because "z"; }
    }
    bug "old" on "linux-ext4" {
      source "Wong, 2021"; set as_posted = true; litmus "write, then look";
      litmus { task P0 { r0 = read(A, 0); } forbids { r0 is error; } }
      design "zeroinit" variant "as meant" keeps no_loss; static pwrite is not privileged;
    }
    litmus "write, then look" on "linux-ext4" {
      observed "some machine";
      design "zeroinit" variant "as meant";
      workload "owner and bystander";
      set as_posted = true;
      scope blocks = 2, errors = 1;
      init { free[b1] = true; }
      task writer { r0 = pwrite(A, 0, d1); if (r0 is error) return; r1 = read(A, 0); }
      task reader after crash { r2 = read(A, 0); }
      exactly { r0 is error; r2 is error; } or { free[b1]; r2 is not error; }
      allows { r1 is bytes; }
      forbids { !free[b1]; r2 is error; }
    }

    """

  static let model = """
    model "lock" {
      sort room;
      ordered sort day;
      enum door { open, shut(room r), error stuck }
      state door doors[room] = shut(room0);
      state partial task owner;
      syscall enter(room r, day d) -> result when !(doors[r] is stuck) {
        door seen = doors[r];
        if (seen is error or open || d < last(day)) { return -EBUSY; }
        else if (seen is shut && seen.r == r) { doors[r] = open; }
        else { doors[r] = door.shut(r); }
        return ok;
      }
      environment jam(room r) budget jams { doors[r] = stuck; }
      role visitor * 2 { enter(any, day0); }
      scope room = 2, jams = 1;
      property let_in {
        leadsTo forall room r, day d where d < last(day): doors[r] is shut ~> doors[r] is open;
        fair weak walking: steps by visitor, jam;
        fair strong ringing: call enter(r, _) by visitor, jam(r);
      }
      property no_jam { never exists room r: doors[r] is stuck; }
      property answered { on enter(r, _) returns ok { require doors[r] is not stuck; } }
    }

    """
}
