"""The reference model at a size, for each tool."""
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))

# Blocks, files, pages, tasks, poison; states and transitions that all tools must find.
SIZES = {
    "tiny": ((3, 2, 1, 2, 1), 38943, 134148),
    "S": ((4, 2, 1, 2, 2), 706246, 2950376),
    "L": ((4, 2, 2, 2, 1), 2633999, 9547248),
    "XL": ((4, 2, 2, 2, 2), 12977790, 54924632),
}


def scope(size):
    """The size as an argument of --scope."""
    blocks, files, pages, tasks, errors = SIZES[size][0]
    return f"block={blocks},file={files},page={pages},task={tasks},errors={errors}"


def filled(name, values):
    """A template with what stands between at signs replaced."""
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        text = file.read()
    return re.sub(r"@(\w+)@", lambda match: str(values[match.group(1)]), text)


def mapping(blocks, files, pages):
    """The property `mapping`, written out: Promela has no quantifiers."""
    cells = [(file, page) for file in range(files) for page in range(pages)]
    parts = []
    for number, (file, _) in enumerate(cells):
        parts.append(f"(map[{number}]==0 || owner[map[{number}]-1]=={file}+1)")
    for one in range(len(cells)):
        for other in range(len(cells)):
            if one != other:
                parts.append(f"(map[{one}]==0 || map[{other}]==0 || map[{one}]!=map[{other}])")
    return "#define INV (" + " && \\\n  ".join(parts) + ")\n"


def promela(size):
    """The Promela text; SPIN stores a few states before `init` has run."""
    blocks, files, pages, tasks, errors = SIZES[size][0]
    starts = [
        f"  :: d_step {{ lock[{file}]==0 -> lock[{file}]=me+1; f={file}; p={page} }}; goto {place}"
        for file in range(files) for page in range(pages) for place in ("pu", "w1", "r1")
    ]
    takes = [
        f"    :: d_step {{ owner[{block}]==0 -> owner[{block}]=f+1; cont[{block}]=0;"
        f" poison[{block}]=0; bad[{block}]=0; b={block}+1; CHK }}; goto w3"
        for block in range(blocks)
    ]
    events = []
    for block in range(blocks):
        events.append(f"  :: d_step {{ kk<K && !poison[{block}] -> poison[{block}]=1; kk++ }}")
        events.append(f"  :: d_step {{ poison[{block}] && !bad[{block}] -> bad[{block}]=1; CHK }}")
    return filled("pmem.pml.in", {
        "NB": blocks, "NF": files, "NP": pages, "NPROC": tasks, "K": errors,
        "STARTS": "\n".join(starts), "ALLOCS": "\n".join(takes), "ENVS": "\n".join(events),
        "NOFREE": " && ".join(f"owner[{block}]!=0" for block in range(blocks)),
        "RUNS": " ".join(f"run Proc({task});" for task in range(tasks)),
        "INVDEF": mapping(blocks, files, pages),
    })


def murphi(size):
    """The Murphi text, without symmetry."""
    names = ("NB", "NF", "NP", "NPROC", "K")
    return filled("pmem.m.in", dict(zip(names, SIZES[size][0])))
