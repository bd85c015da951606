// A small training and FGSM on the WebGPU provider against the cpu. Any Vulkan driver will do, a software one too:
// VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json (Debian's packages chromium and libvulkan1).
import { attackJets, fgsm } from '@jetdemon/attacks';
import { adamState, openDevice, scalar, type Device, type Values } from '@jetdemon/compute';
import { defaultContrast, defaultLayout, batches, readJets } from '@jetdemon/data';
import { createNetwork, initialise, trainingStep } from '@jetdemon/models';
import { keyOf } from '@jetdemon/workflow';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// With a driver named there is no excuse: then a device that does not open fails the tests instead of skipping them.
const gpu = await openDevice('webgpu').catch((error: Error) => {
  if (process.env.VK_ICD_FILENAMES) throw error;
  console.warn(`skipped: ${error.message}`);
  return undefined;
});
const onGpu = test.skipIf(!gpu);

const file = fileURLToPath(new URL('../data/jets-2k.arrow', import.meta.url));
const network = createNetwork('pfn', defaultLayout, { phi: [32, 32, 16], f: [32, 32] });
const STEPS = 5;

async function train(device: Device): Promise<{ losses: number[]; weights: Values }> {
  const fresh = initialise(network, keyOf(1));
  const step = device.compileStep(trainingStep(network), { ...fresh, ...adamState(fresh) });
  const losses: number[] = [];
  for (const { jets, label, size } of batches(await readJets(file), { size: 128 })) {
    if (losses.length === STEPS) break;
    const { loss } = await step.run({
      jets: { data: jets, shape: [size, 64, 3], dtype: 'float32' },
      label: { data: label, shape: [size], dtype: 'float32' },
      learningRate: scalar(1e-3),
      ...network.indices(jets),
    });
    losses.push(loss!.data[0]!);
  }
  const state = await step.read();
  await step.dispose();
  return { losses, weights: Object.fromEntries(Object.keys(fresh).map((name) => [name, state[name]!])) };
}

onGpu(
  'a training and an attack on webgpu give what they give on the cpu',
  async () => {
    const cpu = await openDevice('cpu');
    const [expected, got] = [await train(cpu), await train(gpu!)];
    // float32 sums in another order, through Adam's square roots: 1e-4 relative.
    got.losses.forEach((loss, step) => expect(Math.abs(loss / expected.losses[step]! - 1)).toBeLessThan(1e-4));

    const jets = await readJets(file);
    const rows = Int32Array.from({ length: 64 }, (_, row) => row);
    const target = { ...network, contrast: defaultContrast, weights: expected.weights };
    const attack = fgsm({ iterations: 2 });
    const onCpu = await attackJets(jets, attack, { device: cpu, rows, target, batchSize: 64 });
    const onDevice = await attackJets(jets, attack, { device: gpu!, rows, target, batchSize: 64 });
    onDevice.response.forEach(({ meanProbability }, at) =>
      expect(meanProbability).toBeCloseTo(onCpu.response[at]!.meanProbability, 4),
    );
    // A sign can flip where the gradient is zero to rounding: that moves a constituent by 2ε, and must be rare.
    const flipped = onDevice.jets.eta.filter((eta, at) => Math.abs(eta - onCpu.jets.eta[at]!) > 1e-5).length;
    expect(flipped / onCpu.jets.eta.length).toBeLessThan(1e-3);
  },
  180_000,
);
