// Photons of the hard process and what becomes of them on the way to stable particles: themselves, or what they split into.

import type { History } from './history.ts';

const photon = 22;
const [stable, hardIncoming] = [1, 21];

/** Whether a status marks particles of the hard process as Pythia does: 21 incoming, 22 to 29 what comes of them. */
export const isHardStatus = (status: number): boolean => status >= hardIncoming && status <= 29;

/**
 * Photons that come out of the hard process, by indices.
 *
 * In an event that has particles of status 21 to 29 they have status 22 to 29, or came stable out of a vertex into which
 * one of status 21 went. In any other event they came out of a vertex into which exactly two quarks, gluons or leptons
 * went. A photon of a shower, a hadron or a further interaction is none, nor is one that another photon became by a recoil.
 */
export function hardPhotons(history: History, marked: boolean): number[] {
  const found: number[] = [];
  for (let at = 0; at < history.count; at++) {
    if (history.pdgId(at) === photon && isHard(history, at, marked)) found.push(at);
  }
  return found;
}

function isHard(history: History, at: number, marked: boolean): boolean {
  const status = history.status(at);
  if (marked && status !== stable && !isHardStatus(status)) return false;
  const parents = history.parentCount(at);
  let fromHardIncoming = false;
  for (let index = 0; index < parents; index++) {
    const parent = history.parent(at, index);
    if (history.pdgId(parent) === photon) return false;
    if (history.status(parent) === hardIncoming) fromHardIncoming = true;
  }
  if (!marked)
    return parents === 2 && isParton(history, history.parent(at, 0)) && isParton(history, history.parent(at, 1));
  return status === stable ? fromHardIncoming : status > hardIncoming;
}

/** The stable particles that a photon becomes: after recoils itself, or all that came of it where it split. */
export function becomes(history: History, at: number): number[] {
  const seen = new Set<number>();
  let now = at;
  while (history.status(now) !== stable && !seen.has(now)) {
    seen.add(now);
    const next = photonAmong(history, history.children(now));
    if (next < 0) return stableDescendants(history, now);
    now = next;
  }
  return history.status(now) === stable ? [now] : [];
}

function stableDescendants(history: History, from: number): number[] {
  const [found, seen, left] = [[] as number[], new Set([from]), [from]];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    if (history.status(at) === stable) found.push(at);
    for (const child of history.children(at)) {
      if (seen.has(child)) continue;
      seen.add(child);
      left.push(child);
    }
  }
  return found.sort((a, b) => a - b);
}

const photonAmong = (history: History, particles: Int32Array): number =>
  particles.find((particle) => history.pdgId(particle) === photon) ?? -1;

function isParton(history: History, particle: number): boolean {
  const code = Math.abs(history.pdgId(particle));
  return (code >= 1 && code <= 6) || (code >= 11 && code <= 16) || code === 21;
}
