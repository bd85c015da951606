"""Files by the writers that physicists use, and what is in them: python make.py FOLDER.

Every file holds the same 12 jets of 20 constituents, in the shape of one set or writer; `expected.json` has, per file, the
parameters of data/import that read it and the jets in double precision: label and constituents (pT [GeV], eta, phi).
"""
import gzip, json, pathlib, sys
import awkward as ak, h5py, hdf5plugin, numpy as np, pandas as pd, pyarrow as pa, pyarrow.parquet as pq, uproot

N, M = 12, 20
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
r = np.random.default_rng(5)
axis_eta, axis_phi = r.uniform(-1.5, 1.5, N), r.uniform(-np.pi, np.pi, N)
pt = np.sort(r.uniform(4, 60, (N, M)), 1)[:, ::-1]
eta = axis_eta[:, None] + r.normal(0, 0.35, (N, M))
phi = (axis_phi[:, None] + r.normal(0, 0.35, (N, M)) + np.pi) % (2 * np.pi) - np.pi
pt, eta, phi = (v.astype('f2').astype('f8') for v in (pt, eta, phi))  # numbers that every method can compress
y = np.arange(N) % 2
px, py, pz, e = pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta), pt * np.cosh(eta)
count = M - np.arange(N) % 5  # constituents of each jet, where lists may differ in length
jet_pt = np.hypot(px.sum(1), py.sum(1))
expected = {}


def jets(counts=None, rows=None, label=None):
    counts = np.full(N, M) if counts is None else counts
    rows = range(N) if rows is None else rows
    label = y if label is None else label
    return [dict(label=int(label[i]), constituents=np.stack([pt[i], eta[i], phi[i]], 1)[: counts[i]].tolist()) for i in rows]


def file(name, params, found, **more):
    expected[name] = dict(params=params, jets=found, **more)
    return folder / name


def ragged(values):
    return ak.Array([row[:n].tolist() for row, n in zip(values, count)])


def padded(value, dtype='f4', slots=M + 4, missing=0.0):
    out = np.full((N, slots), missing, dtype)
    for i, n in enumerate(count):
        out[i, :n] = value[i, :n]
    return out


def write_tree(root, name, columns):  # uproot writes an RNTuple where it is only assigned
    tree = root.mktree(name, {k: ak.type(v).content if isinstance(v, ak.Array) else v.dtype for k, v in columns.items()})
    tree.extend(columns)


lists = dict(part_px=px, part_py=py, part_pz=pz, part_energy=e)
momenta = dict(constituents=dict(px='part_px', py='part_py', pz='part_pz', unit='GeV'), label=dict(column='label'))

# ROOT: a TTree with every compression that uproot writes, an RNTuple
plain = dict(constituents=dict(pt='part_pt', eta='part_eta', phi='part_phi', unit='GeV'), label=dict(column='label'))
for compression in ('ZLIB', 'LZMA', 'LZ4', 'ZSTD', None):
    name = f'tree-{compression or "none"}.root'.lower()
    method = getattr(uproot, compression)(5) if compression else None
    with uproot.recreate(file(name, dict(mapping=plain), jets(count)), compression=method) as f:
        f.mktree('tree', {**{f'part_{k}': 'var * float64' for k in ('pt', 'eta', 'phi')}, 'label': 'int32'})
        for a, b in ((0, 5), (5, N)):  # two baskets
            f['tree'].extend({**{f'part_{k}': ragged(v)[a:b] for k, v in dict(pt=pt, eta=eta, phi=phi).items()}, 'label': y[a:b].astype('i4')})

    # two clusters; uproot splits, encodes and compresses each column
    name = f'ntuple-{compression or "none"}.root'.lower()
    with uproot.recreate(file(name, dict(mapping=plain), jets(count)), compression=method) as f:
        parts = [{**{f'part_{k}': ragged(v)[a:b] for k, v in dict(pt=pt, eta=eta, phi=phi).items()}, 'label': y[a:b].astype('i4')} for a, b in ((0, 5), (5, N))]
        f.mkrntuple('ntuple', parts[0])
        f['ntuple'].extend(parts[1])

# An RNTuple of records, texts and numbers of every width
kinds = ('i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f4', 'f8', 'bool')
records = ak.zip(dict(px=ragged(px), py=ragged(py), pz=ragged(pz)))
with uproot.recreate(file('ntuple-records.root', dict(mapping=dict(constituents=dict(px='parts.px', py='parts.py', pz='parts.pz', unit='GeV'), label=dict(column='process', signal='top'), weight='n.f8')), jets(count), weight=(np.arange(N) % 2).astype(float).tolist())) as f:
    f['ntuple'] = ak.Array(dict(parts=records, process=['top' if v else 'qcd' for v in y], n=ak.zip({k: y.astype(k) for k in kinds})))

# JetClass: one-hot labels of several types, features that ride along
hot = dict(label_QCD=(y == 0).astype('f4'), label_Tbqq=(y == 1), label_Zqq=np.zeros(N, 'i4'))
one_hot = dict(columns=list(hot), signal='label_Tbqq', background='label_QCD')
with uproot.recreate(file('jetclass.root', dict(mapping={**momenta, 'label': one_hot}), jets(count)), compression=uproot.LZ4(4)) as f:
    write_tree(f, 'tree', {**{k: ak.values_astype(ragged(v), 'float32') for k, v in lists.items()}, **hot, 'part_charge': ragged(np.sign(px)), 'jet_pt': jet_pt})

# NanoAOD v15: an event has two jets and candidates of neither; links say which belongs to which
events = range(0, N, 2)
order = [np.concatenate([[0], r.permutation(count[i] + count[i + 1]) + 1]) for i in events]
def event(values):
    return ak.Array([np.concatenate([[50.0 if values is pt else 0.5], values[i, :count[i]], values[i + 1, :count[i + 1]]])[o].tolist() for i, o in zip(events, order)])
def place(i, o):  # where in the event each constituent of jets i and i + 1 is
    where = np.argsort(o)
    return where[1:]
hardest = [i if np.hypot(px[i, :count[i]].sum(), py[i, :count[i]].sum()) > np.hypot(px[i + 1, :count[i + 1]].sum(), py[i + 1, :count[i + 1]].sum()) else i + 1 for i in events]
def nano(path):
    with uproot.recreate(path, compression=uproot.LZMA(5)) as f:
        cand = ak.zip(dict(pt=event(pt), eta=event(eta), phi=event(phi)))
        link = ak.zip(dict(jetIdx=ak.Array([[0] * int(count[i]) + [1] * int(count[i + 1]) for i in events]), pfCandIdx=ak.Array([place(i, o).tolist() for i, o in zip(events, order)])))
        fat = ak.zip(dict(pt=ak.Array([[jet_pt[i], jet_pt[i + 1]] for i in events]), eta=ak.Array([[axis_eta[i], axis_eta[i + 1]] for i in events])))
        write_tree(f, 'Events', dict(PFCand=cand, FatJetPFCand=link, FatJet=fat, genWeight=np.arange(len(events)) + 0.5, run=np.ones(len(events), 'u4')))
nano(file('nanoaod.root', dict(layout='nanoaod', label=1), jets(count, hardest, np.ones(N)), weight=(np.arange(N // 2) + 0.5).tolist()))

# Parquet: awkward's lists (and a list of records), pyarrow's scalar columns, words and a dictionary of them
ak.to_parquet(ak.Array(dict(**{k: ragged(v) for k, v in lists.items()}, label=y)), file('awkward.parquet', dict(mapping=momenta), jets(count)))
records = ak.zip(dict(pt=ragged(pt), eta=ragged(eta), phi=ragged(phi)))
polar = dict(pt='parts.pt', eta='parts.eta', phi='parts.phi', unit='GeV')
ak.to_parquet(ak.Array(dict(parts=records, label=y)), file('records.parquet', dict(mapping=dict(constituents=polar, label=dict(column='label'))), jets(count)))
scalars = {f'{k}_{i}': v[:, i] for i in range(M) for k, v in dict(E=e, PX=px, PY=py, PZ=pz).items()}
truth = {k: np.zeros(N) for k in ('truthE', 'truthPX', 'truthPY', 'truthPZ')}
pq.write_table(pa.table(dict(**scalars, **truth, ttv=np.zeros(N, 'i8'), is_signal_new=y)), file('top-tagging.parquet', dict(layout='top-tagging'), jets()), compression='snappy')
words = pa.array(['top' if v else 'qcd' for v in y])
word_label = dict(column='label', signal='top', background='qcd')
for name, column in (('words', words), ('dictionary', words.dictionary_encode())):
    table = pa.table({**{k: pa.array(ragged(v).to_list()) for k, v in lists.items()}, 'label': column})
    pq.write_table(table, file(f'{name}.parquet', dict(mapping={**momenta, 'label': word_label}), jets(count)), compression='zstd')
    with pa.OSFile(str(file(f'{name}.arrow', dict(mapping={**momenta, 'label': word_label}), jets(count))), 'wb') as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)

# Arrow streams, and texts as views; ROOT's and NumPy's texts
table = pa.table({**{k: pa.array(ragged(v).to_list()) for k, v in lists.items()}, 'label': words.cast(pa.string_view())})
by_word = dict(mapping={**momenta, 'label': word_label})
for name, column in (('stream', words.dictionary_encode()), ('view', words.cast(pa.string_view()))):
    table = table.set_column(4, 'label', column)
    writer = pa.ipc.new_stream if name == 'stream' else pa.ipc.new_file
    with pa.OSFile(str(file(f'{name}.arrow', by_word, jets(count))), 'wb') as sink, writer(sink, table.schema) as out:
        out.write_table(table, max_chunksize=5)
with uproot.recreate(file('words.root', by_word, jets(count))) as f:
    tree = f.mktree('tree', {**{k: 'var * float64' for k in lists}, 'label': str})
    tree.extend({**{k: ragged(v) for k, v in lists.items()}, 'label': ak.Array(words.to_pylist())})
array = np.stack([padded(v, 'f8') for v in (pt, eta, phi)], -1)
in_array = dict(constituents=dict(array='X', pt=0, eta=1, phi=2, unit='GeV'), label=word_label)
for name, kind in (('words', 'U'), ('bytes', 'S')):
    np.savez_compressed(file(f'{name}.npz', dict(mapping=in_array), jets(count)), X=array, label=np.array(words.to_pylist(), kind))

# JetClass-II: Zstandard, 188 numbered classes of which QCD is 161 to 187; weaver's conversion of the top-tagging set: LZ4
momentum = {k: pa.array(ragged(v).to_list(), pa.list_(pa.float32())) for k, v in lists.items()}
fine = np.where(y == 1, np.arange(N) % 15, 161 + np.arange(N) % 27)
others = dict(part_charge=pa.array(ragged(np.sign(px)).to_list(), pa.list_(pa.float32())), jet_pt=jet_pt.astype('f4'))
table = pa.table({**momentum, **others, 'jet_label': fine.astype('i4')})
pq.write_table(table, file('jetclass2.parquet', dict(layout='jetclass2'), jets(count)), compression='zstd', row_group_size=5)
deta = (eta - axis_eta[:, None]) * np.sign(axis_eta)[:, None]
about = dict(part_deta=pa.array(ragged(deta).to_list()), part_dphi=pa.array(ragged(phi - axis_phi[:, None]).to_list()), jet_pt=jet_pt, label=y)
pq.write_table(pa.table({**momentum, **about}), file('weaver.parquet', dict(mapping=momenta), jets(count)), compression='lz4')

# EnergyFlow's quarks (1) and gluons (0): double precision, (pT, rapidity, phi, PDG id), unsorted, zeros after the last
shuffled = np.stack([np.concatenate([r.permutation(n), np.arange(n, M)]) for n in count])
particles = np.stack([np.take_along_axis(padded(v, 'f8', M), shuffled, 1) for v in (pt, eta, phi + 2 * np.pi * (phi < 0), np.where(pt > 0, 211.0, 0))], -1)
np.savez_compressed(file('energyflow.npz', dict(layout='energyflow'), jets(count)), X=particles, y=y.astype('f8'))

# pandas to_hdf: the top-tagging set as published (a table, blosc); the other format keeps blocks of one type
slots = {f'{k}_{i}': v[:, i] if i < M else np.zeros(N) for i in range(200) for k, v in dict(E=e, PX=px, PY=py, PZ=pz).items()}
true_jet = {k: v.sum(1) * y for k, v in dict(truthE=e, truthPX=px, truthPY=py, truthPZ=pz).items()}
frame = pd.DataFrame({k: v.astype('f4') for k, v in {**slots, **true_jet}.items()} | {'ttv': np.zeros(N, 'i8'), 'is_signal_new': y})
frame.to_hdf(file('top-tagging.h5', dict(layout='top-tagging'), jets()), key='table', format='table', complib='blosc', complevel=5)
fixed = dict(constituents=dict(array='block0_values', features=4, slots=200, px=1, py=2, pz=3, unit='GeV'), label=dict(column='block1_values', feature=1))
frame.to_hdf(file('fixed.h5', dict(mapping=dict(table='table', **fixed)), jets()), key='table', format='fixed', complib='blosc:zstd', complevel=5)

# h5py with every filter; ATLAS open data, gzipped as a whole too; JetNet, Aspen, RODEM, FTAG
polar = dict(pt='pt', eta='eta', phi='phi', unit='GeV')
filters = dict(gzip='gzip', lzf='lzf', lz4=hdf5plugin.LZ4(), zstd=hdf5plugin.Zstd(), blosc2=hdf5plugin.Blosc2(), bitshuffle=hdf5plugin.Bitshuffle())
for name, compression in filters.items():
    with h5py.File(file(f'{name}.h5', dict(mapping=dict(constituents={**polar, 'padding': -999}, label=dict(column='label')), ), jets(count)), 'w') as f:
        kind = compression if isinstance(compression, dict) or not isinstance(compression, str) else dict(compression=compression)
        for k, v in dict(pt=pt, eta=eta, phi=phi).items():
            f.create_dataset(k, data=padded(v, 'f8', missing=-999), chunks=(5, M + 4), **kind)
        f['label'] = y
# gzip behind shuffle in pieces across constituents, one of them not packed at all; a number that most rows never got
whole = dict(constituents={**polar, 'padding': -999}, label=dict(column='label'), weight='weight')
with h5py.File(file('shuffled.h5', dict(mapping=whole), jets(count), weight=[0.0] * (N - 1) + [2.5]), 'w') as f:
    for k, v in dict(pt=pt, eta=eta, phi=phi).items():
        d = f.create_dataset(k, data=padded(v, 'f8', missing=-999), chunks=(5, 7), compression='gzip', shuffle=True)
    d.id.write_direct_chunk((5, 7), np.ascontiguousarray(d[5:10, 7:14]).tobytes(), 3)
    f['label'] = y
    f.create_dataset('weight', (N,), 'f4', chunks=(2,), compression='gzip')[N - 1] = 2.5
with h5py.File(file('atlas.h5', dict(layout='atlas-top-tagging'), jets(count), weight=(np.arange(N) + 0.25).tolist()), 'w') as f:
    for k, v in dict(pt=pt * 1e3, eta=eta, phi=phi, E=e * 1e3).items():
        f.create_dataset(f'fjet_clus_{k}', data=padded(v, slots=200), compression='gzip')
    f['labels'], f['training_weights'], f['fjet_pt'] = y, np.arange(N) + 0.25, jet_pt * 1e3
    f['EventInfo_mcEventWeights'] = np.stack([np.arange(N) + 0.25, np.arange(N) * 2.0], 1)
expected['atlas.h5.gz'] = expected['atlas.h5']
(folder / 'atlas.h5.gz').write_bytes(gzip.compress((folder / 'atlas.h5').read_bytes(), mtime=0))
weight_feature = dict(constituents=dict(pt='fjet_clus_pt', eta='fjet_clus_eta', phi='fjet_clus_phi', unit='MeV'), label=dict(column='labels'), weight=dict(column='EventInfo_mcEventWeights', feature=1))
(folder / 'atlas-weights.h5').write_bytes((folder / 'atlas.h5').read_bytes())
expected['atlas-weights.h5'] = dict(params=dict(mapping=weight_feature), jets=jets(count), weight=(np.arange(N) * 2.0).tolist())

mask = np.arange(M + 4) < count[:, None]
relative_phi = padded((phi - axis_phi[:, None] + np.pi) % (2 * np.pi) - np.pi, 'f8')
without_phi = [dict(j, constituents=[[p, h, (f - axis_phi[i] + np.pi) % (2 * np.pi) - np.pi] for p, h, f in j['constituents']]) for i, j in enumerate(jets(count, label=np.ones(N)))]
with h5py.File(file('jetnet.hdf5', dict(layout='jetnet', label=1), without_phi), 'w') as f:
    f['particle_features'] = np.stack([padded(eta - axis_eta[:, None], 'f8'), relative_phi, padded(pt / jet_pt[:, None], 'f8'), mask], -1)
    f['jet_features'] = np.stack([jet_pt, axis_eta, np.full(N, 80.0), count], 1)
with h5py.File(file('aspen.h5', dict(layout='aspen-open-jets', label=0), jets(count, label=np.zeros(N))), 'w') as f:
    f.create_dataset('PFCands', data=np.stack([padded(v) for v in (px, py, pz, e)] + [padded(np.ones((N, M)))] * 7, -1), compression='gzip')
    f['jet_kinematics'] = np.stack([jet_pt, axis_eta, axis_phi, np.full(N, 80.0)], 1)
with h5py.File(file('rodem.h5', dict(layout='rodem', label=1), jets(count, label=np.ones(N))), 'w') as f:
    f['objects/jets/jet1_cnsts'] = np.stack([padded(v) for v in (pt, eta, phi, 0 * pt)], -1)
    f['objects/jets/jet1_obs'] = np.zeros((N, 11))
flow = np.zeros((N, M + 4), [('pt', 'f4'), ('deta', 'f2'), ('dphi', 'f4'), ('valid', '?')])
flow['pt'], flow['deta'], flow['dphi'], flow['valid'] = padded(pt * 1e3, missing=np.nan), 0, relative_phi, mask
small = (eta - axis_eta[:, None]).astype('f2').astype('f8')  # stored in half precision, as these files have it
flow['deta'] = padded(small)
jet = np.zeros(N, [('pt', 'f4'), ('eta', 'f8'), ('phi', 'f8'), ('R10TruthLabel_R22v1', 'i4')])
jet['pt'], jet['eta'], jet['phi'], jet['R10TruthLabel_R22v1'] = jet_pt * 1e3, axis_eta, axis_phi, np.where(y == 1, 1, 10)
half = [dict(j, constituents=[[p, axis_eta[i] + small[i, k], f] for k, (p, _, f) in enumerate(j['constituents'])]) for i, j in enumerate(jets(count, label=np.ones(N)))]
with h5py.File(file('ftag.h5', dict(layout='ftag', label=1), half), 'w') as f:
    f.create_dataset('flows', data=flow, **hdf5plugin.LZ4())
    f.create_dataset('jets', data=jet, **hdf5plugin.LZ4())

# Two branches of one name, and a file that does not describe its leaves (as Go's hep writes them): uproot's, with other letters
def altered(name, params, change):
    with uproot.recreate(folder / name, compression=None) as f:
        f.mktree('tree', {**{f'part_{k}': 'var * float64' for k in ('pt', 'eta', 'phi')}, 'label': 'int32', 'lebal': 'int32'})
        f['tree'].extend({**{f'part_{k}': ragged(v) for k, v in dict(pt=pt, eta=eta, phi=phi).items()}, 'label': y.astype('i4'), 'lebal': 1 - y.astype('i4')})
    file(name, params, jets(count)).write_bytes(change((folder / name).read_bytes()))
def undescribed(data):  # the record of streamers, by the file's header
    at, size = (int.from_bytes(data[i : i + 4], 'big') for i in (37, 41))
    assert b'TLeafI' in data[at : at + size]
    return data[:at] + data[at : at + size].replace(b'TLeaf', b'XLeaf') + data[at + size :]
altered('twice.root', dict(mapping={**plain, 'label': dict(column='label#1')}), lambda data: data.replace(b'lebal', b'label'))
altered('undescribed.root', dict(mapping=plain), undescribed)

sets = []
for about in expected.values():
    if about['jets'] not in sets: sets.append(about['jets'])
files = {name: {**about, 'jets': sets.index(about['jets'])} for name, about in expected.items()}
(folder / 'expected.json').write_text(json.dumps(dict(sets=sets, files=files), separators=(',', ':')))
