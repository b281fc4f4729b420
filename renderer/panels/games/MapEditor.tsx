import { useState, type JSX } from 'react';
import { parseMap, printMap, type GridMap, type MapCell, type MapLetters } from '../../../src/contracts/grid-map.ts';
import { Segments } from '../../ui/Segments.tsx';
import { cssColour, paletteOf } from '../../stage/palette.ts';
import { useTheme } from '../../theme/theme.ts';

interface Properties {
  /** The map's text; empty if there is no custom map yet. */
  readonly text: string;
  /** The initial map, if there is no custom one. */
  readonly blank: string;
  readonly letters: MapLetters;
  readonly onChange: (text: string) => void;
}

const paints = {
  floor: 'floor',
  wall: 'wall',
  start: 'player',
  goal: 'goal',
  hazard: 'hazard',
  water: 'water',
} as const;

/** Edits a map cell by cell: with the pointer, or with arrows and Space. The text next to it shows the same. */
export function MapEditor({ text, blank, letters, onChange }: Properties): JSX.Element {
  const cells = Object.values(letters).map((id) => ({ id, title: id }));
  const [brush, setBrush] = useState<MapCell>(cells.find(({ id }) => id === 'wall' || id === 'hazard')?.id ?? 'goal');
  const palette = paletteOf(useTheme());
  const map = mapOf(text === '' ? blank : text, letters);
  if (map === undefined)
    return <p className="soft">The text of the map has an error; correct it above, or clear it.</p>;
  const paint = (index: number): void => onChange(printMap(painted(map, index, brush), letters));
  return (
    <div className="map-editor">
      <Segments label="paint with" segments={cells} chosen={brush} onChoose={setBrush} />
      <div
        className="map-grid"
        role="group"
        aria-label="map"
        style={{ gridTemplateColumns: `repeat(${map.columns}, 1fr)` }}
      >
        {map.cells.map((cell, i) => (
          <button
            // Cells are identified only by their position.
            // oxlint-disable-next-line react/no-array-index-key
            key={i}
            type="button"
            aria-label={`row ${Math.floor(i / map.columns) + 1}, column ${(i % map.columns) + 1}: ${cell}`}
            style={{ background: cssColour(palette[paints[cell]]) }}
            onClick={() => paint(i)}
          />
        ))}
      </div>
    </div>
  );
}

function mapOf(text: string, letters: MapLetters): GridMap | undefined {
  try {
    return parseMap(text, letters);
  } catch {
    return undefined;
  }
}

/** There is exactly one start: placing it turns the old one into floor, and it cannot be painted over. */
function painted(map: GridMap, index: number, brush: MapCell): GridMap {
  if (map.cells[index] === 'start') return map;
  return {
    ...map,
    cells: map.cells.map((cell, i) => (i === index ? brush : brush === 'start' && cell === 'start' ? 'floor' : cell)),
  };
}
