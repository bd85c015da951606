// The workflow that most end-to-end cases run.
export const toys = `title: Toys
nodes:
  draw: { uses: toy/draw, with: { count: 4, seed: 1 } }
  scale:
    uses: toy/scale
    needs: { numbers: draw }
    matrix: { factor: [2, 3] }
  half: { uses: toy/scale, needs: { numbers: draw }, with: { factor: 0.5 } }
  page: { uses: toy/page, needs: { numbers: [scale, half] } }
`;

export const everyToy = ['draw', 'half', 'page', 'scale@factor=2', 'scale@factor=3'];
