import type { Page } from 'playwright-core';
import { make } from '../videos.js';
import { browser } from './browser.js';

/** A drawn person who practises something. Drawn, since real people's pictures have no place in a repository. */
export interface Scene {
  readonly backdrop: readonly [string, string];
  readonly skin: string;
  readonly shirt: string;
  readonly hair: string;
  /** How far and how fast the arms go: what tells one exercise from another. */
  readonly swing: number;
  readonly tempo: number;
  readonly tool: 'none' | 'bow' | 'baton' | 'racket';
  readonly caption: string;
}

export const SCENES = {
  greeting: { backdrop: ['#f2d9b8', '#e9b48a'], skin: '#c98a63', shirt: '#0b5d56', hair: '#2d211c', swing: 0.9, tempo: 0.8, tool: 'none', caption: 'Good morning' },
  bowing: { backdrop: ['#cfdcd6', '#8fb3a6'], skin: '#e3b08c', shirt: '#7a2f2c', hair: '#8a5a2b', swing: 0.6, tempo: 1.1, tool: 'bow', caption: 'Long bows on G' },
  conducting: { backdrop: ['#d8d4ea', '#a79fd0'], skin: '#8d5a3c', shirt: '#22252b', hair: '#141212', swing: 1.1, tempo: 1.4, tool: 'baton', caption: 'Four beats' },
  forehand: { backdrop: ['#d5e4c3', '#93b871'], skin: '#d69b74', shirt: '#f4f2ee', hair: '#b5853f', swing: 1.5, tempo: 0.7, tool: 'racket', caption: 'Forehand, slowly' },
  presenting: { backdrop: ['#dbe4ee', '#93abc6'], skin: '#f0c3a0', shirt: '#b4540a', hair: '#3b2a20', swing: 0.5, tempo: 0.9, tool: 'none', caption: 'The first minute' },
} as const satisfies Record<string, Scene>;

const RATE = 20;

/** @returns an MP4 of the scene, 1280 × 720 with a tone; frame by frame, so that a slow machine makes the same one */
export async function film(scene: Scene, seconds: number, shift = 0): Promise<Buffer> {
  const context = await (await browser()).newContext();
  try {
    const page = await context.newPage();
    const frames = (await draw(page, scene, seconds, shift)).map((frame) => Buffer.from(frame, 'base64'));
    return make('mp4', ['-f', 'image2pipe', '-c:v', 'mjpeg', '-r', String(RATE), '-i', '-', '-f', 'lavfi', '-i', `sine=frequency=220:duration=${seconds}`, '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26', '-g', String(RATE), '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '48k', '-shortest'], Buffer.concat(frames));
  } finally {
    await context.close();
  }
}

function draw(page: Page, scene: Scene, seconds: number, shift: number): Promise<string[]> {
  return page.evaluate(({ scene: s, seconds: length, shift: late, rate }) => {
    const canvas = document.createElement('canvas');
    canvas.width = 1280;
    canvas.height = 720;
    const g = canvas.getContext('2d') as CanvasRenderingContext2D;
    const limb = (points: readonly (readonly [number, number])[], width: number, colour: string) => {
      g.strokeStyle = colour;
      g.lineWidth = width;
      g.lineCap = g.lineJoin = 'round';
      g.beginPath();
      points.forEach(([x, y], i) => (i === 0 ? g.moveTo(x, y) : g.lineTo(x, y)));
      g.stroke();
    };
    const frame = (t: number) => {
      const sky = g.createLinearGradient(0, 0, 0, 720);
      sky.addColorStop(0, s.backdrop[0]);
      sky.addColorStop(1, s.backdrop[1]);
      g.fillStyle = sky;
      g.fillRect(0, 0, 1280, 720);
      g.fillStyle = 'rgba(255,255,255,.28)';
      g.beginPath();
      g.arc(930, 210, 150, 0, 7);
      g.fill();
      const phase = (t + late) * Math.PI * 2 * s.tempo * 0.5;
      const breath = Math.sin(phase * 0.5) * 4;
      // Body
      g.fillStyle = s.shirt;
      g.beginPath();
      g.moveTo(420, 760);
      g.bezierCurveTo(430, 520, 500, 455 + breath, 640, 450 + breath);
      g.bezierCurveTo(780, 455 + breath, 850, 520, 860, 760);
      g.fill();
      limb([[640, 470 + breath], [640, 400]], 62, s.skin);
      g.fillStyle = s.skin;
      g.beginPath();
      g.ellipse(640, 290 + breath, 92, 112, 0, 0, 7);
      g.fill();
      g.fillStyle = s.hair;
      g.beginPath();
      g.ellipse(640, 232 + breath, 102, 72, 0, Math.PI, 0);
      g.fill();
      g.fillRect(538, 228 + breath, 26, 70);
      g.fillRect(716, 228 + breath, 26, 70);
      g.fillStyle = '#2a211d';
      for (const x of [604, 676]) {
        g.beginPath();
        g.ellipse(x, 290 + breath, 8, (phase % 19) < 0.3 ? 1.5 : 9, 0, 0, 7);
        g.fill();
      }
      g.strokeStyle = '#7b3b2d';
      g.lineWidth = 6;
      g.beginPath();
      g.arc(640, 322 + breath, 30, 0.25, Math.PI - 0.25);
      g.stroke();
      // Arms: shoulder, elbow, hand
      const arm = (side: 1 | -1, a: number, b: number) => {
        const shoulder = [640 + side * 165, 520 + breath] as const;
        const elbow = [shoulder[0] + side * Math.cos(a) * 130, shoulder[1] + Math.sin(a) * 130] as const;
        const hand = [elbow[0] + side * Math.cos(b) * 130, elbow[1] + Math.sin(b) * 130] as const;
        limb([shoulder, elbow], 58, s.shirt);
        limb([elbow, hand], 42, s.skin);
        g.fillStyle = s.skin;
        g.beginPath();
        g.arc(hand[0], hand[1], 34, 0, 7);
        g.fill();
        return hand;
      };
      arm(-1, 0.7 + Math.sin(phase + 0.6) * 0.25 * s.swing, -1.1 + Math.sin(phase) * 0.5 * s.swing);
      const hand = arm(1, 0.5 + Math.sin(phase) * 0.35 * s.swing, -1.3 + Math.cos(phase) * 0.6 * s.swing);
      if (s.tool === 'bow' || s.tool === 'baton') limb([hand, [hand[0] - 250, hand[1] - 90 + Math.cos(phase) * 60]], s.tool === 'bow' ? 9 : 6, '#4b2c17');
      if (s.tool === 'racket') {
        limb([hand, [hand[0] + 70, hand[1] - 120]], 14, '#333');
        g.lineWidth = 12;
        g.strokeStyle = '#333';
        g.beginPath();
        g.ellipse(hand[0] + 110, hand[1] - 190, 60, 82, 0.5, 0, 7);
        g.stroke();
      }
      g.fillStyle = 'rgba(20,20,20,.62)';
      g.font = '600 30px system-ui';
      const width = g.measureText(s.caption).width;
      g.beginPath();
      g.roundRect(48, 628, width + 44, 56, 28);
      g.fill();
      g.fillStyle = '#fff';
      g.fillText(s.caption, 70, 666);
    };
    const made: string[] = [];
    for (let n = 0; n < length * rate; n += 1) {
      frame(n / rate);
      made.push(canvas.toDataURL('image/jpeg', 0.85).split(',')[1] ?? '');
    }
    return made;
  }, { scene, seconds, shift, rate: RATE });
}
