"""Writes small ensembles of trees as ONNX-ML, and beside them what the original programs say.

    python make.py FOLDER

XGBoost 3.2.0, LightGBM 4.7.0, scikit-learn 1.9.1; onnxmltools 1.16.0, skl2onnx 1.20.0, onnx 1.23.2.
"""
import json, os, sys, warnings
warnings.filterwarnings('ignore')
import numpy as np, onnx
from lightgbm import LGBMClassifier
from onnxmltools import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType
from skl2onnx import to_onnx
from sklearn.ensemble import ExtraTreesClassifier, GradientBoostingClassifier, RandomForestClassifier, RandomForestRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier

out = sys.argv[1]
g = np.random.default_rng(3)
F = 6
x = g.standard_normal((600, F)).astype('float32')
two = (x[:, 0] * x[:, 1] + 0.5 * x[:, 2] + 0.3 * g.standard_normal(600) > 0).astype(int)
three = np.digitize(x[:, 0] + x[:, 3] ** 2, [0.3, 1.2])
rows = g.standard_normal((12, F)).astype('float32')
record = {'rows': {'shape': list(rows.shape), 'data': [float('%.9g' % v) for v in rows.flatten()]}, 'scores': {}}

def add(name, model, proto):
    onnx.save(proto, os.path.join(out, name + '.onnx'))
    said = model.predict_proba(rows) if hasattr(model, 'predict_proba') else model.predict(rows)[:, None]
    record['scores'][name] = [float('%.9g' % v) for v in np.asarray(said).flatten()]
    print(name, [n.op_type for n in proto.graph.node], os.path.getsize(os.path.join(out, name + '.onnx')))

kinds = [('float_input', FloatTensorType([None, F]))]
def xgb(name, labels, **more):
    model = XGBClassifier(n_estimators=12, max_depth=3, random_state=1, n_jobs=1, **more).fit(x, labels)
    add(name, model, convert_xgboost(model, initial_types=kinds, target_opset=15))
xgb('xgboost-two', two); xgb('xgboost-three', three)
def lgbm(name, labels):
    model = LGBMClassifier(n_estimators=8, num_leaves=6, random_state=1, n_jobs=1, verbose=-1).fit(x, labels)
    add(name, model, convert_lightgbm(model, initial_types=kinds, target_opset=15))
lgbm('lightgbm-two', two); lgbm('lightgbm-three', three)
def sk(name, model, labels, opset=None, **options):
    model.fit(x, labels)
    last = model.steps[-1][1] if hasattr(model, 'steps') else model
    add(name, model, to_onnx(model, x[:1], target_opset=opset or {'': 18, 'ai.onnx.ml': 3}, options=options and {id(last): options}))
sk('forest-two', RandomForestClassifier(6, max_depth=4, random_state=1), two)
sk('forest-three', make_pipeline(StandardScaler(), ExtraTreesClassifier(6, max_depth=4, random_state=1)), three, zipmap=False)
sk('gradient-two', GradientBoostingClassifier(n_estimators=8, max_depth=3, random_state=1), two, zipmap=False)

sk('regressor', RandomForestRegressor(6, max_depth=4, random_state=1), two)
with open(os.path.join(out, 'expected.json'), 'w') as file: json.dump(record, file); file.write('\n')
