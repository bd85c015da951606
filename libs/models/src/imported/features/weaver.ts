// Preprocessing as weaver writes it: preprocess.json beside an exported network, or the YAML of a data configuration.
import { InputError, readYaml } from '@jetdemon/workflow';
import * as z from 'zod';
import type { FeatureInput } from '@jetdemon/artifacts';

export interface WeaverFeatures {
  readonly inputs: Readonly<Record<string, FeatureInput>>;
  readonly define: Readonly<Record<string, string>>;
  readonly slots?: number | undefined;
  /** Names of the network's classes, in its order. */
  readonly classes?: readonly string[] | undefined;
}

/** Columns of weaver's data sets (JetClass, its top-tagging and quark-gluon samples) as quantities of jets. */
const usual: Readonly<Record<string, string>> = {
  part_mask: 'mask',
  part_pt: 'pt',
  part_eta: 'eta',
  part_phi: 'phi',
  part_px: 'px',
  part_py: 'py',
  part_pz: 'pz',
  part_energy: 'energy',
  part_e: 'energy',
  part_mass: 'mass',
  part_deta: 'delta_eta_reflected',
  part_dphi: 'delta_phi',
  part_deltaR: 'delta_r',
  part_dr: 'delta_r',
  part_pt_log: 'log_pt',
  part_e_log: 'log_e',
  part_logpt: 'log_pt',
  part_loge: 'log_e',
  part_logptrel: 'log_pt_rel',
  part_logerel: 'log_e_rel',
  part_ptrel: 'pt_rel',
  part_erel: 'e_rel',
  jet_pt: 'jet_pt',
  jet_eta: 'jet_eta',
  jet_phi: 'jet_phi',
  jet_energy: 'jet_energy',
  jet_mass: 'jet_mass',
  jet_nparticles: 'jet_constituents',
};

const number = z.number();

const variable = z.object({
  median: number.nullish(),
  norm_factor: number.nullish(),
  replace_inf_value: number.nullish(),
  lower_bound: number.nullish(),
  upper_bound: number.nullish(),
  pad: number.nullish(),
});

const group = z.object({
  var_names: z.array(z.string()).min(1),
  var_infos: z.record(z.string(), variable),
  var_length: z.int().positive().nullish(),
});

const header = z.looseObject({
  input_names: z.array(z.string()).min(1),
  output_names: z.array(z.string()).optional(),
});

/** What weaver keeps of each variable once it has standardised them itself, in its *.auto.yaml. */
const standardised = z.object({
  center: z.union([number, z.literal('auto')]).nullable(),
  scale: number,
  min: number,
  max: number,
  pad_value: number.default(0),
});

const configuration = z.looseObject({
  new_variables: z.record(z.string(), z.string()).nullish(),
  preprocess: z
    .looseObject({ method: z.string().optional(), params: z.record(z.string(), standardised).nullish() })
    .nullish(),
  inputs: z.record(
    z.string(),
    z.looseObject({
      length: z.int().positive().nullish(),
      pad_mode: z.string().nullish(),
      vars: z.array(z.union([z.string(), z.array(z.union([z.string(), number, z.null()]))])).min(1),
    }),
  ),
  labels: z.looseObject({ type: z.string().optional(), value: z.unknown().optional() }).nullish(),
});

/** Beyond it a bound of preprocess.json is none: weaver writes ±1e32. */
const unbounded = 1e30;

/**
 * Reads either file. Of expressions those are read that `parseFormula` knows, others are refused by name where an input
 * needs them; nothing is executed.
 *
 * @throws InputError for what is neither of them, or holds what is not supported
 */
export function readWeaver(text: string, file: string): WeaverFeatures {
  const found = readYaml(file, text, z.record(z.string(), z.unknown()));
  try {
    if ('input_names' in found) return fromJson(found);
    if ('inputs' in found) return fromConfiguration(found);
  } catch (error) {
    if (error instanceof InputError) throw InputError.at({ file }, error.message);
    throw error;
  }
  throw InputError.at({ file }, 'expected weaver’s preprocess.json (input_names …) or data configuration (inputs …)');
}

function fromJson(found: object): WeaverFeatures {
  const { input_names, output_names } = checked(header, found);
  const lengths = new Set<number>();
  const names = new Set<string>();
  const inputs = input_names.map((name) => {
    const { var_names, var_infos, var_length } = checked(group, (found as Record<string, unknown>)[name], name);
    if (var_length) lengths.add(var_length);
    const features = var_names.map((of) => {
      names.add(of);
      const { median, norm_factor, lower_bound, upper_bound, pad } = var_infos[of] ?? {};
      const [low, high] = [lower_bound ?? -Infinity, upper_bound ?? Infinity];
      const bounded = low > -unbounded || high < unbounded;
      return {
        of,
        shift: median ?? 0,
        factor: norm_factor ?? 1,
        pad: pad ?? 0,
        ...(bounded && { clip: [low, high] as [number, number] }),
      };
    });
    return [name, { axes: 'NFP', features, padding: 'constant' } as FeatureInput] as const;
  });
  return {
    inputs: Object.fromEntries(inputs),
    define: definitionsOf(names, {}),
    slots: oneOf(lengths),
    classes: output_names,
  };
}

function fromConfiguration(found: object): WeaverFeatures {
  const { new_variables, preprocess, inputs: groups, labels } = checked(configuration, found);
  const automatic = (preprocess?.method ?? 'manual') !== 'manual';
  const lengths = new Set<number>();
  const names = new Set<string>();
  const inputs = Object.entries(groups).map(([name, { length, pad_mode, vars }]) => {
    if (length) lengths.add(length);
    const mode = pad_mode ?? 'constant';
    if (mode !== 'constant' && mode !== 'wrap')
      throw new InputError(`inputs.${name}.pad_mode: expected constant or wrap, found ${mode}`);
    const features = vars.map((entry) => {
      const [of, ...written] = typeof entry === 'string' ? [entry] : entry;
      if (typeof of !== 'string') throw new InputError(`inputs.${name}.vars: expected the name of a variable first`);
      names.add(of);
      const [center, scale, low, high, pad] = preprocess?.params ? keptOf(of, preprocess.params) : written;
      const numbers = [center, scale, low, high, pad].map((value) => value ?? undefined);
      if (center === 'auto' || (automatic && center === undefined))
        throw new InputError(
          `inputs.${name}.vars: ${of} is standardised automatically: give preprocess.json or the *.auto.yaml that the training wrote`,
        );
      const wrong = numbers.find((value) => value !== undefined && typeof value !== 'number');
      if (wrong !== undefined) throw new InputError(`inputs.${name}.vars: ${of}: expected numbers, found ${wrong}`);
      const [shift, factor = 1, least = -5, most = 5, padValue = 0] = numbers as (number | undefined)[];
      // Without a centre nothing is scaled and nothing is clipped.
      if (shift === undefined) return { of, shift: 0, factor: 1, pad: padValue };
      return { of, shift, factor, clip: [least, most] as [number, number], pad: padValue };
    });
    const axes = length ? 'NFP' : 'NF';
    return [name, { axes, features, padding: mode === 'wrap' ? 'any' : 'constant' } as FeatureInput] as const;
  });
  return {
    inputs: Object.fromEntries(inputs),
    define: definitionsOf(names, new_variables ?? {}),
    slots: oneOf(lengths),
    classes: classesOf(labels),
  };
}

/** As weaver does: where there are params, they alone count. */
function keptOf(of: string, params: Readonly<Record<string, z.output<typeof standardised>>>) {
  const kept = Object.hasOwn(params, of) ? params[of] : undefined;
  if (!kept) throw new InputError(`preprocess.params: expected ${of}, which an input has`);
  return [kept.center, kept.scale, kept.min, kept.max, kept.pad_value];
}

/** Definitions that the names need: those of the file, and of weaver's usual columns. */
function definitionsOf(names: ReadonlySet<string>, own: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = {};
  const add = (name: string): void => {
    if (Object.hasOwn(found, name)) return;
    const text = Object.hasOwn(own, name) ? own[name] : Object.hasOwn(usual, name) ? usual[name] : undefined;
    if (text === undefined || text === name) return;
    found[name] = text;
    for (const [inner] of text.matchAll(/[A-Za-z_]\w*/g)) if (inner !== name) add(inner);
  };
  for (const name of names) add(name);
  return found;
}

function classesOf(labels: z.output<typeof configuration>['labels']): readonly string[] | undefined {
  const value = labels?.value;
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'object' && value !== null ? Object.keys(value) : undefined;
}

function oneOf(lengths: ReadonlySet<number>): number | undefined {
  if (lengths.size > 1) throw new InputError(`expected inputs of one length, found ${[...lengths].join(', ')}`);
  return [...lengths][0];
}

function checked<S extends z.ZodType>(schema: S, value: unknown, at = ''): z.output<S> {
  const { data, error } = schema.safeParse(value);
  if (data !== undefined) return data;
  const [issue] = error!.issues;
  const path = [at, ...issue!.path.map(String)].filter(Boolean).join('.');
  throw new InputError(`${path || 'top level'}: ${issue!.message}`);
}
