"""Peers of the reading of jets: `peer.py make FOLDER JETS CONSTITUENTS` writes a file per format, `peer.py FORMAT FILE` reads one.

Reading is what a physicist writes: uproot + awkward, h5py, pyarrow; columns pt, eta, phi; pT and mass of every jet in double
precision, in chunks. One line of JSON comes out: jets, seconds, sums of both, peak memory.
"""
import json, resource, sys, time
import numpy as np


def jets(counts, pt, eta, phi):
    """pT and mass of jets, of constituents one after the other."""
    pt, eta, phi = (np.asarray(v, 'f8') for v in (pt, eta, phi))
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    px, py, pz, e = (np.add.reduceat(v, starts) for v in (pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta), pt * np.cosh(eta)))
    return np.hypot(px, py), np.sqrt(np.maximum(0, e * e - px * px - py * py - pz * pz))


def make(folder, n, m):
    import awkward as ak, h5py, pyarrow as pa, pyarrow.parquet as pq, uproot

    r = np.random.default_rng(1)
    step = 10_000
    file = h5py.File(f'{folder}/jets.h5', 'w')
    sets = {k: file.create_dataset(k, (n, m), 'f4', chunks=(min(n, 1000), m), compression='gzip') for k in ('pt', 'eta', 'phi')}
    root = uproot.recreate(f'{folder}/jets.root', compression=uproot.LZ4(4))
    tree = root.mktree('tree', {k: 'var * float32' for k in sets})
    schema = pa.schema([(k, pa.list_(pa.float32())) for k in sets])
    writer = pq.ParquetWriter(f'{folder}/jets.parquet', schema, compression='zstd')
    for a in range(0, n, step):
        size = min(step, n - a)
        axis = r.uniform(-1.5, 1.5, (size, 1)), r.uniform(-3, 3, (size, 1))
        values = dict(pt=r.exponential(5, (size, m)), eta=r.normal(axis[0], 0.3), phi=r.normal(axis[1], 0.3))
        values['eta'], values['phi'] = (r.normal(v, 0.3, (size, m)) for v in axis)
        values = {k: v.astype('f4') for k, v in values.items()}
        for k, v in values.items():
            sets[k][a : a + size] = v
        tree.extend({k: ak.from_regular(ak.Array(v)) for k, v in values.items()})
        offsets = pa.array(np.arange(0, size * m + 1, m, 'i4'))
        writer.write_table(pa.table({k: pa.ListArray.from_arrays(offsets, pa.array(v.ravel())) for k, v in values.items()}, schema))
    file.close(), root.close(), writer.close()


def chunks(kind, file):
    names = ['pt', 'eta', 'phi']
    if kind == 'root':
        import awkward as ak, uproot

        for part in uproot.open(file)['tree'].iterate(names, step_size=10_000):
            yield ak.to_numpy(ak.num(part.pt)), *(ak.to_numpy(ak.flatten(part[k])) for k in names)
    elif kind == 'hdf5':
        import h5py

        with h5py.File(file) as f:
            rows, slots = f['pt'].shape
            for a in range(0, rows, 10_000):
                values = [f[k][a : a + 10_000] for k in names]
                yield np.full(len(values[0]), slots), *(v.ravel() for v in values)
    else:
        import pyarrow as pa, pyarrow.parquet as pq

        pa.set_cpu_count(1)
        for batch in pq.ParquetFile(file).iter_batches(10_000, columns=names, use_threads=False):
            columns = [batch.column(k) for k in names]
            yield np.diff(np.asarray(columns[0].offsets)), *(np.asarray(c.flatten()) for c in columns)


if sys.argv[1] == 'make':
    make(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
else:
    count, sums, start = 0, [0.0, 0.0], time.perf_counter()
    for counts, *columns in chunks(*sys.argv[1:3]):
        found = jets(counts, *columns)
        count += len(counts)
        sums = [a + float(b.sum()) for a, b in zip(sums, found)]
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(dict(jets=count, seconds=seconds, cpu=time.process_time(), sums=sums, peakMiB=peak)))
