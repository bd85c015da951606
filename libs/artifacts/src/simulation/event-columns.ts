// Columns of tables with one row per event.

export const gev = (description: string) => ({ type: 'list<float64>', unit: 'GeV', description }) as const;

export const event = {
  event: { type: 'int32', unit: '1', description: 'number of the event in its file' },
  weight: {
    type: 'float64',
    unit: '1',
    description:
      'event weight: of the generator, 1 where its file has none; or [pb], summing to the cross section, where simulation/events normalises so',
  },
} as const;
