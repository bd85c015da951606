"""Workspaces of pyhf and what it finds in them: python make.py FILE; with a second argument, a workspace.json, of that one alone
its observed limit and its expected significance.

Numbers by pyhf with interpolation codes 4 (normsys) and 4p (histosys), its minuit optimiser at the precision that agrees with itself
from other starting points: CLs observed and expected at several strengths, 95% upper limits, discovery significance of the
observation and of the Asimov data set at strength 1.
"""
import json, sys
import numpy as np, pyhf
from scipy.optimize import toms748
from scipy.stats import norm

pyhf.set_backend('numpy', pyhf.optimize.scipy_optimizer(tolerance=1e-12, maxiter=1_000_000))
settings = dict(normsys=dict(interpcode='code4'), histosys=dict(interpcode='code4p'))


def model_of(workspace):
    """With its data, and the largest strength that it allows."""
    ws = pyhf.Workspace(workspace)  # checks the schema
    model = ws.model(modifier_settings=settings)
    return model, ws.data(model), model.config.suggested_bounds()[model.config.poi_index][1]


def significance(counts, model):
    return float(norm.isf(pyhf.infer.hypotest(0.0, counts, model, test_stat='q0')))


def asimov_of(model):
    """At strength 1."""
    start = model.config.suggested_init()
    start[model.config.poi_index] = 1.0
    return model.expected_data(start)


def observed_limit(workspace):
    model, data, upper = model_of(workspace)
    above = lambda mu: float(pyhf.infer.hypotest(mu, data, model, test_stat='qtilde')) - 0.05
    limit = toms748(above, 1e-6 * upper, upper, rtol=1e-7, xtol=1e-9)
    return dict(limit=dict(observed=limit), z_expected=significance(asimov_of(model), model))


def numbers(workspace):
    model, data, upper = model_of(workspace)
    observed, expected = pyhf.infer.intervals.upper_limits.toms748_scan(data, model, 1e-6 * upper, upper, level=0.05, rtol=1e-7, atol=1e-9)
    limit = float(observed)
    cls = []
    for mu in (0.5 * limit, limit, 1.5 * limit):
        found, band = pyhf.infer.hypotest(mu, data, model, test_stat='qtilde', return_expected_set=True)
        cls.append(dict(mu=mu, observed=float(found), expected=[float(b) for b in band]))
    return dict(cls=cls, limit=dict(observed=limit, expected=[float(e) for e in expected]), z_observed=significance(data, model), z_expected=significance(asimov_of(model), model))


def workspace(samples, counts, upper):
    rounded = lambda v: [round(float(x), 6) for x in v]
    out = []
    for name, signal, nominal, effects in samples:
        modifiers = [dict(name='mu', type='normfactor', data=None)] if signal else []
        for nuisance, up, down in effects:
            if np.isscalar(up):
                modifiers.append(dict(name=nuisance, type='normsys', data=dict(hi=up, lo=down)))
            else:
                modifiers.append(dict(name=nuisance, type='histosys', data=dict(hi_data=rounded(up), lo_data=rounded(down))))
        out.append(dict(name=name, data=rounded(nominal), modifiers=modifiers))
    return dict(
        channels=[dict(name='score', samples=out)],
        observations=[dict(name='score', data=[float(c) for c in counts])],
        measurements=[dict(name='limits', config=dict(poi='mu', parameters=[dict(name='mu', bounds=[[0, upper]], inits=[1])]))],
        version='1.0.0',
    )


def cases():
    r = np.random.default_rng(11)
    s, b = np.array([4.0, 8, 12, 10]), np.array([200.0, 90, 40, 12])
    tilt = np.array([0.98, 1.01, 1.06, 1.15])
    yield 'one shape, both sides alike', workspace([('signal', 1, s, []), ('background', 0, b, [('scale', b * tilt, b * (2 - tilt))])], [204, 88, 43, 13], 20)
    yield 'sides that differ, signal too', workspace(
        [('signal', 1, s, [('scale', s * [0.9, 0.95, 1.02, 1.1], s * [1.02, 1.1, 1, 0.85])]), ('background', 0, b, [('scale', b * tilt, b * [1.05, 0.99, 0.9, 0.95])])],
        [190, 95, 38, 9], 20)
    yield 'shape and size of one name', workspace(
        [('signal', 1, s, [('scale', 1.08, 0.95)]), ('background', 0, b, [('scale', b * tilt, b * [1.02, 0.98, 0.97, 0.88]), ('scale', 1.1, 0.93), ('size', 1.2, 0.85)])],
        [231, 107, 50, 14], 30)
    yield 'an excess', workspace(
        [('signal', 1, s, []), ('background', 0, b, [('scale', b * tilt, b / tilt), ('size', 1.1, 0.9)])], [215, 110, 71, 37], 20)
    yield 'both sides in one direction', workspace(
        [('signal', 1, s, []), ('background', 0, b, [('direction', b * [1.01, 1.02, 1.1, 1.2], b * [1.005, 1.01, 1.06, 1.1])])], [203, 92, 44, 13], 20)
    b = 10_000 * np.exp(-0.45 * np.arange(10)); b *= 10_000 / b.sum()
    s = np.linspace(0.2, 1.8, 10); s *= 200 / s.sum()
    x = np.linspace(-1, 1, 10)
    known = [('scale', 0.03 * x, -0.025 * x), ('energy resolution', 0.02 * x**2 - 0.01, -0.02 * x**2 + 0.01), ('direction', 0.015 * np.sin(2 * x), -0.02 * np.sin(2 * x)), ('threshold', 0.04 * x + 0.02 * x**3, -0.04 * x), ('efficiency', -0.02 * x, 0.03 * x)]
    effects = lambda n, by: [(k, n * (1 + by * u), n * (1 + by * d)) for k, u, d in known]
    yield 'five known variations of ten bins', workspace(
        [('signal', 1, s, effects(s, 0.7)), ('background', 0, b, [*effects(b, 1.3), ('background', 1.1, 0.9)])], r.poisson(b * (1 + 0.02 * x)), 20)
    yield 'few counts', workspace([('signal', 1, [1.0, 3.0], []), ('background', 0, [2.5, 1.2], [('scale', [2.7, 1.5], [2.3, 0.95]), ('size', 1.3, 0.8)])], [3, 0], 20)


if __name__ == '__main__':
    if len(sys.argv) > 2:
        found = observed_limit(json.load(open(sys.argv[2])))
    else:
        found = {name: dict(workspace=w, **numbers(w)) for name, w in cases()}
    with open(sys.argv[1], 'w') as out:
        json.dump(found, out, indent=1)
        out.write('\n')
