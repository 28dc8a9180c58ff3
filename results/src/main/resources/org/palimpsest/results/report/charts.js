/*
 * Every chart of the report and of 'plot': pure functions from data to options of ECharts, without a browser.
 *
 *   palimpsestCharts.draw(chart, methods, data, view) -> {option, height, cells}
 *   palimpsestCharts.table(chart, methods, data)      -> {columns, rows}, the same numbers as text
 *
 * methods: [{label, name, style, bound}], which data speak of by their places (m); the name is the label, or what stands for a long one.
 * view: {width, dark, hidden: {m: true}, cost, interactive}; the height follows from the width and from what there is to show.
 */
var palimpsestCharts = (function () {
  'use strict';

  // told apart by people who see colours otherwise, and with a contrast of 3 and more against the ground; never the only sign
  var LIGHT = {
    colours: ['#0072b2', '#c84e00', '#007a5a', '#a8479a', '#846800', '#3a86b7', '#7a4b2a', '#5b5b66'],
    text: '#1c2430', quiet: '#56606e', line: '#8a94a3', grid: '#dfe3e9', ground: '#ffffff',
    heat: ['#f3f7fb', '#c3dcee', '#7fb6da', '#3a86b7', '#0b4f86', '#06264a']
  };
  var DARK = {
    colours: ['#56b4e9', '#ff9a4d', '#3dcb9c', '#e79ad3', '#e5cf5a', '#9ccbff', '#d7a27c', '#c5c5ce'],
    text: '#e8ecf2', quiet: '#a9b3c1', line: '#7b8796', grid: '#343d4a', ground: '#151a21',
    heat: ['#1b2430', '#1f4262', '#27689a', '#4a97cf', '#93c7ee', '#e3f2ff']
  };
  // seven signs, eight colours and five dashes: no two of 280 methods look alike
  var SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle'];
  var DASHES = ['solid', [7, 3], [2, 3], [9, 3, 2, 3], [4, 2]];
  var FONT = 'Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif';
  // more bands, or intervals in two directions, than these hide each other
  var MOST_BANDS = 8;
  var MOST_INTERVALS = 12;
  var SMALL = 11;
  var NORMAL = 12;

  function theme(view) {
    return view.dark ? DARK : LIGHT;
  }

  function look(method, view) {
    var s = method.style;
    return {
      colour: theme(view).colours[s % 8], symbol: SYMBOLS[s % 7], dash: DASHES[s % 5]
    };
  }

  function shown(list, view) {
    return list.filter(function (item) { return !(view.hidden && view.hidden[item.m]); });
  }

  function isNumber(value) {
    return typeof value === 'number' && isFinite(value);
  }

  /** A number as people read it: whole where large, otherwise with as many digits as tell something. */
  function number(value) {
    if (!isNumber(value)) {
      return '–';
    }
    var size = Math.abs(value);
    if (size !== 0 && (size >= 1e6 || size < 1e-3)) {
      return value.toExponential(2);
    }
    if (size >= 1000) {
      return String(Math.round(value));
    }
    return String(Number(value.toFixed(size >= 10 ? 2 : size >= 1 ? 3 : 4)));
  }

  /** A tick of an axis: short, also of large costs. */
  function tick(value) {
    var size = Math.abs(value);
    var steps = [[1e15, 'P'], [1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']];
    for (var i = 0; i < steps.length; i++) {
      if (size >= steps[i][0]) {
        return String(Number((value / steps[i][0]).toPrecision(4))) + steps[i][1];
      }
    }
    return String(Number(value.toPrecision(6)));
  }

  function withInterval(mean, low, high) {
    return number(mean) + (isNumber(low) && isNumber(high) ? ' [' + number(low) + ', ' + number(high) + ']' : '');
  }

  /** Pixels that a text needs, well enough for a layout. */
  function widthOf(text, size) {
    var wide = 0;
    for (var i = 0; i < text.length; i++) {
      wide += /[ilj.,;:|'()\[\] ]/.test(text[i]) ? 0.38 : /[mwMWA-Z%@+]/.test(text[i]) ? 0.82 : 0.61;
    }
    return Math.ceil(wide * size);
  }

  function cut(text, pixels, size) {
    if (widthOf(text, size) <= pixels) {
      return text;
    }
    var end = text.length;
    while (end > 1 && widthOf(text.slice(0, end) + '…', size) > pixels) {
      end--;
    }
    return text.slice(0, end) + '…';
  }

  /** The same text over several lines, broken at blanks and after signs between options. */
  function broken(text, pixels, size, most) {
    var words = text.match(/[^ ;,+]*[ ;,+]?/g);
    var lines = [''];
    words.forEach(function (word) {
      var last = lines.length - 1;
      if (lines[last] !== '' && widthOf(lines[last] + word, size) > pixels) {
        lines.push(word);
      } else {
        lines[last] += word;
      }
    });
    if (lines.length > most) {
      lines = lines.slice(0, most);
      lines[most - 1] += '…';
    }
    return lines.map(function (line) { return cut(line.trim(), pixels, size); }).join('\n');
  }

  function base(view) {
    var t = theme(view);
    return {
      animation: false,
      backgroundColor: 'transparent',
      textStyle: { fontFamily: FONT, fontSize: NORMAL, color: t.text },
      title: [], grid: [], xAxis: [], yAxis: [], series: [],
      // rich text is drawn, not parsed: names from files can put nothing into the page
      tooltip: { show: !!view.interactive, renderMode: 'richText', confine: true, trigger: 'item', backgroundColor: t.ground, borderColor: t.line,
        textStyle: { color: t.text, fontSize: NORMAL, fontFamily: FONT } }
    };
  }

  function axis(view, name, more) {
    var t = theme(view);
    var all = {
      name: name, nameLocation: 'middle', nameGap: 28, nameTextStyle: { color: t.quiet, fontSize: NORMAL },
      axisLine: { show: true, onZero: false, lineStyle: { color: t.line } }, axisTick: { lineStyle: { color: t.line } },
      axisLabel: { color: t.quiet, fontSize: SMALL, hideOverlap: true, formatter: tick },
      splitLine: { lineStyle: { color: t.grid } }, minorSplitLine: { show: false }
    };
    Object.keys(more || {}).forEach(function (key) { all[key] = more[key]; });
    return all;
  }

  function panelTitle(view, text, left, top, width) {
    return { text: cut(text, width, NORMAL), left: left, top: top, padding: 0,
      textStyle: { color: theme(view).text, fontSize: NORMAL, fontWeight: 'bold', fontFamily: FONT } };
  }

  function named(data) {
    return data.unit ? data.name + ' in ' + data.unit : data.name;
  }

  /** The names of lines, at their ends, moved apart where they would cover each other; one drawing, so that all are known. */
  function names(view, ends, panel, width) {
    var t = theme(view);
    return {
      type: 'custom', xAxisIndex: panel, yAxisIndex: panel, silent: true, clip: false, z: 5, data: [[ends[0].x, ends[0].y]],
      renderItem: function (params, api) {
        var step = SMALL + 3;
        var area = params.coordSys;
        var children = [];
        var there = [];
        var right = area.x + area.width;
        var style = { fill: t.text, font: SMALL + 'px ' + FONT, textVerticalAlign: 'middle', verticalAlign: 'middle' };
        var places = ends.map(function (end) {
          var at = api.coord([end.x, end.y]);
          return { x: at[0], y: at[1], from: at[1], end: end };
        }).filter(function (place) {
          var early = right - place.x > 60;
          if (early) { // a line that ends early has its name there
            while (there.some(function (other) { return Math.abs(other.x - place.x) < 60 && Math.abs(other.y - place.y) < step; })) {
              place.y += step;
            }
            there.push(place);
            children.push({ type: 'text', style: Object.assign({ text: cut(place.end.label, width, SMALL), x: place.x + 7, y: place.y, stroke: t.ground,
              lineWidth: 3 }, style) });
          }
          return !early;
        }).sort(function (a, b) { return a.y - b.y; });
        for (var i = 1; i < places.length; i++) {
          places[i].y = Math.max(places[i].y, places[i - 1].y + step);
        }
        var lowest = area.y + area.height + 4;
        for (var j = places.length - 1; j >= 0; j--) {
          places[j].y = Math.min(places[j].y, lowest);
          lowest = places[j].y - step;
        }
        places.forEach(function (place) {
          children.push({ type: 'polyline', shape: { points: [[place.x + 4, place.from], [right + 4, place.from], [right + 12, place.y]] },
            style: { stroke: place.end.colour, lineWidth: 1, opacity: 0.6, fill: 'none' } });
          children.push({ type: 'text', style: Object.assign({ text: cut(place.end.label, width - 16, SMALL), x: right + 15, y: place.y }, style) });
        });
        return { type: 'group', children: children };
      }
    };
  }

  /** The ground between the ends of intervals, in one shape for each stretch without a gap. */
  function band(view, line, xs, colour, panel) {
    return {
      type: 'custom', xAxisIndex: panel, yAxisIndex: panel, silent: true, clip: true, z: 1, data: [[xs[0], 0]],
      renderItem: function (params, api) {
        var stretches = [];
        var now = [];
        xs.forEach(function (x, i) {
          if (isNumber(line.low[i]) && isNumber(line.high[i])) {
            now.push(i);
          } else if (now.length) {
            stretches.push(now);
            now = [];
          }
        });
        stretches.push(now);
        return { type: 'group', children: stretches.filter(function (s) { return s.length; }).map(function (s) {
          var top = s.map(function (i) { return api.coord([xs[i], line.high[i]]); });
          var bottom = s.map(function (i) { return api.coord([xs[i], line.low[i]]); }).reverse();
          if (s.length === 1) {
            return { type: 'line', shape: { x1: top[0][0], y1: top[0][1], x2: bottom[0][0], y2: bottom[0][1] },
              style: { stroke: colour, lineWidth: 1.5, opacity: 0.7 } };
          }
          return { type: 'polygon', shape: { points: top.concat(bottom) }, style: { fill: colour, opacity: 0.14 } };
        }) };
      }
    };
  }

  /** Room for a band, which is drawn by hand and so unknown to the axes. */
  function bandRoom(line, xs, panel) {
    var ends = [];
    xs.forEach(function (x, i) {
      if (isNumber(line.low[i]) && isNumber(line.high[i])) {
        ends.push([x, line.low[i]], [x, line.high[i]]);
      }
    });
    return { type: 'scatter', silent: true, symbol: 'none', symbolSize: 0, xAxisIndex: panel, yAxisIndex: panel, data: ends };
  }

  /** Where small pictures go: as many beside each other as have room. */
  function layout(view, count, least, most, gap) {
    var columns = Math.max(1, Math.min(count, most, Math.floor((view.width + gap) / (least + gap))));
    var width = Math.floor((view.width - gap * (columns - 1)) / columns);
    return {
      columns: columns, width: width, rows: Math.ceil(count / columns),
      left: function (i) { return (i % columns) * (width + gap); },
      row: function (i) { return Math.floor(i / columns); }
    };
  }

  function extent(panels) {
    var range = [Infinity, -Infinity];
    panels.forEach(function (panel) {
      panel.series.forEach(function (line) {
        [line.y, line.low || [], line.high || []].forEach(function (values) {
          values.filter(isNumber).forEach(function (value) {
            range = [Math.min(range[0], value), Math.max(range[1], value)];
          });
        });
      });
    });
    return range;
  }

  /** Percent begin at 0 and end at 100 unless there is more; other numbers have the room that they need. */
  function scale(data) {
    if (data.unit !== '%') {
      return { scale: true };
    }
    var range = extent(data.panels);
    return { min: range[0] < 0 ? null : 0, max: range[1] > 60 && range[1] <= 100 ? 100 : null };
  }

  /**
   * Lines with bands, over tasks, updates or steps, a panel for each thing measured.
   * data: {name, unit, xName, panels: [{title, x, series: [{m, x?, y, low, high}]}], switches?, free?}; free: each panel has its own scale
   */
  function curves(methods, data, view) {
    var option = base(view);
    var t = theme(view);
    var many = data.panels.length > 1;
    var place = layout(view, data.panels.length, 340, 3, 20);
    var tall = many ? 230 : Math.max(300, Math.min(420, Math.round(view.width * 0.52)));
    var lines = 0;
    data.panels.forEach(function (panel) { lines = Math.max(lines, shown(panel.series, view).length); });
    tall = Math.max(tall, lines * (SMALL + 3) + 24);
    var title = many ? 26 : 0;
    var outer = title + tall + 56;
    data.panels.forEach(function (panel, p) {
      var series = shown(panel.series, view);
      var right = Math.min(place.width * 0.4, 26 + Math.max.apply(null, [30].concat(series.map(function (line) {
        return widthOf(methods[line.m].name, SMALL);
      }))));
      var left = place.left(p);
      var top = place.row(p) * outer;
      if (many) {
        option.title.push(panelTitle(view, panel.title, left, top + 6, place.width));
      }
      option.grid.push({ left: left + 54, top: top + title + 10, width: place.width - 54 - right, height: tall });
      var whole = panel.x.every(function (x) { return Math.floor(x) === x; });
      option.xAxis.push(axis(view, data.xName, { type: 'value', gridIndex: p, min: panel.x[0], max: panel.x[panel.x.length - 1], splitLine: { show: false },
        minInterval: whole ? 1 : 0 }));
      var y = axis(view, many && !data.free ? data.unit : panel.name || named(data), { type: 'value', gridIndex: p, nameGap: 38 });
      var limits = scale(data);
      Object.keys(limits).forEach(function (key) { y[key] = limits[key]; });
      option.yAxis.push(y);
      var ends = [];
      series.forEach(function (line) {
        var how = look(methods[line.m], view);
        var xs = line.x || panel.x;
        if (line.low && series.length <= MOST_BANDS) {
          option.series.push(band(view, line, xs, how.colour, p));
          if (data.unit !== '%') {
            option.series.push(bandRoom(line, xs, p));
          }
        }
        var points = xs.map(function (x, i) { return [x, isNumber(line.y[i]) ? line.y[i] : null]; });
        var dense = xs.length > 24;
        option.series.push({
          type: 'line', name: methods[line.m].label, xAxisIndex: p, yAxisIndex: p, data: points, connectNulls: false, z: 3, symbol: how.symbol,
          symbolSize: dense ? 5 : 7, showSymbol: true, showAllSymbol: dense ? 'auto' : true, lineStyle: { color: how.colour, width: 2, type: how.dash },
          itemStyle: { color: how.colour }, emphasis: { focus: 'series' },
          markLine: data.switches && ends.length === 0 ? { silent: true, symbol: 'none', label: { show: false },
            lineStyle: { color: t.line, type: [2, 4], width: 1 }, data: data.switches.map(function (x) { return { xAxis: x }; }) } : undefined,
          tooltip: { formatter: function (at) {
            var i = at.dataIndex;
            return methods[line.m].label + '\n' + data.xName + ' ' + number(xs[i]) + ': '
              + withInterval(line.y[i], line.low && line.low[i], line.high && line.high[i]);
          } }
        });
        for (var i = points.length - 1; i >= 0; i--) {
          if (points[i][1] !== null) {
            ends.push({ x: points[i][0], y: points[i][1], label: methods[line.m].name, colour: how.colour });
            break;
          }
        }
      });
      // only points far apart get a sign where there are many
      option.series.forEach(function (one) {
        if (one.type === 'line' && one.data.length > 24) {
          var every = Math.ceil(one.data.length / 10);
          one.symbolSize = function (value, at) { return at.dataIndex % every === 0 ? 7 : 0; };
          one.showAllSymbol = true;
        }
      });
      if (ends.length) {
        option.series.push(names(view, ends, p, right));
      }
    });
    return { option: option, height: place.rows * outer, cells: 0 };
  }

  function curvesTable(methods, data) {
    var rows = [];
    data.panels.forEach(function (panel) {
      panel.series.forEach(function (line) {
        (line.x || panel.x).forEach(function (x, i) {
          if (isNumber(line.y[i])) {
            rows.push((data.panels.length > 1 ? [panel.title] : []).concat([methods[line.m].label, number(x), number(line.y[i]),
              line.low ? number(line.low[i]) : '–', line.high ? number(line.high[i]) : '–']));
          }
        });
      });
    });
    return { columns: (data.panels.length > 1 ? [data.panelName || 'of'] : []).concat(['method', data.xName, named(data), 'low', 'high']), rows: rows };
  }

  /** A mean with its interval, drawn along x or y. */
  function whiskers(items, colourOf, along, panel) {
    return {
      type: 'custom', xAxisIndex: panel || 0, yAxisIndex: panel || 0, silent: true, clip: false, z: 3,
      data: items.map(function (item) { return [item.x, item.y]; }),
      renderItem: function (params, api) {
        var item = items[params.dataIndex];
        var ends = along === 'x' ? [item.xLow, item.xHigh] : [item.yLow, item.yHigh];
        if (!isNumber(ends[0]) || !isNumber(ends[1])) {
          return null;
        }
        var a = api.coord(along === 'x' ? [ends[0], item.y] : [item.x, ends[0]]);
        var b = api.coord(along === 'x' ? [ends[1], item.y] : [item.x, ends[1]]);
        var cap = along === 'x' ? [0, 4] : [4, 0];
        var style = { stroke: colourOf(item), lineWidth: 1.5 };
        return { type: 'group', children: [[a, b], [[a[0] - cap[0], a[1] - cap[1]], [a[0] + cap[0], a[1] + cap[1]]],
          [[b[0] - cap[0], b[1] - cap[1]], [b[0] + cap[0], b[1] + cap[1]]]].map(function (line) {
          return { type: 'line', shape: { x1: line[0][0], y1: line[0][1], x2: line[1][0], y2: line[1][1] }, style: style };
        }) };
      }
    };
  }

  /** data: {name, unit, rows: [{m, mean, low, high, seeds: [[seed, value]]}]}, best first. */
  function ranking(methods, data, view) {
    var option = base(view);
    var t = theme(view);
    var rows = shown(data.rows, view);
    var longest = Math.max.apply(null, [40].concat(rows.map(function (row) { return widthOf(methods[row.m].name, NORMAL); })));
    var left = Math.min(longest + 16, Math.round(view.width * 0.38));
    var height = Math.max(1, rows.length) * 34;
    var labels = rows.map(function (row) { return broken(methods[row.m].name, left - 14, NORMAL, 2); });
    option.grid.push({ left: left, top: 8, width: view.width - left - 28, height: height });
    option.xAxis.push(axis(view, named(data), { type: 'value', scale: data.unit !== '%' }));
    option.yAxis.push(axis(view, '', { type: 'value', inverse: true, min: -0.5, max: rows.length - 0.5, interval: 1, axisTick: { show: false },
      axisLabel: { show: false }, splitLine: { show: false }, axisLine: { show: false } }));
    var items = rows.map(function (row, i) { return { m: row.m, x: row.mean, y: i, xLow: within(data.unit, row.low), xHigh: within(data.unit, row.high), row: row }; });
    option.series.push({
      type: 'custom', silent: true, clip: false, z: 1, data: [[data.unit === '%' ? 0 : rows.length ? rows[0].mean : 0, 0]],
      renderItem: function (params, api) {
        var children = [];
        rows.forEach(function (row, i) {
          var y = api.coord([0, i])[1];
          var area = params.coordSys;
          children.push({ type: 'text', style: { text: labels[i], x: area.x - 10, y: y, fill: methods[row.m].bound ? t.quiet : t.text,
            font: NORMAL + 'px ' + FONT, textAlign: 'right', align: 'right', textVerticalAlign: 'middle', verticalAlign: 'middle', lineHeight: 14 } });
          children.push({ type: 'line', shape: { x1: area.x, y1: y, x2: area.x + area.width, y2: y }, style: { stroke: t.grid, lineWidth: 1 } });
        });
        return { type: 'group', children: children };
      }
    });
    option.series.push(room(items));
    option.series.push(whiskers(items, function (item) { return look(methods[item.m], view).colour; }, 'x'));
    items.forEach(function (item) {
      var how = look(methods[item.m], view);
      option.series.push({ type: 'scatter', name: 'seeds', z: 2, symbol: 'circle', symbolSize: 6, symbolOffset: [0, 9],
        itemStyle: { color: how.colour, opacity: 0.45 }, data: item.row.seeds.map(function (seed) { return [seed[1], item.y]; }),
        tooltip: { formatter: function (at) {
          var seed = item.row.seeds[at.dataIndex];
          return methods[item.m].label + '\nseed ' + seed[0] + ': ' + number(seed[1]);
        } } });
      if (isNumber(item.x)) {
        option.series.push({ type: 'scatter', name: methods[item.m].label, z: 4, symbol: how.symbol, symbolSize: 11, itemStyle: { color: how.colour, opacity: 1 },
          data: [[item.x, item.y]],
          tooltip: { formatter: function () { return methods[item.m].label + '\n' + withInterval(item.x, item.row.low, item.row.high); } } });
      }
    });
    return { option: option, height: height + 60, cells: 0 };
  }

  function rankingTable(methods, data) {
    return {
      columns: ['method', named(data), 'low', 'high', 'seeds'],
      rows: data.rows.map(function (row) {
        return [methods[row.m].label, number(row.mean), number(row.low), number(row.high),
          row.seeds.map(function (seed) { return seed[0] + ': ' + number(seed[1]); }).join('; ')];
      })
    };
  }

  /** Intervals of shares are drawn from 0 to 100 %, beyond which there is nothing. */
  function within(unit, value) {
    return unit === '%' && isNumber(value) ? Math.max(0, Math.min(100, value)) : value;
  }

  /** Room for the ends of intervals, which are drawn by hand and so unknown to the axes. */
  function room(items) {
    var corners = [];
    items.forEach(function (item) {
      [[item.xLow, item.y], [item.xHigh, item.y], [item.x, item.yLow], [item.x, item.yHigh]].forEach(function (corner) {
        if (isNumber(corner[0]) && isNumber(corner[1])) {
          corners.push(corner);
        }
      });
    });
    return { type: 'scatter', silent: true, symbol: 'none', symbolSize: 0, data: corners };
  }

  /** The names of points, each where it covers nothing else, as far as there is such a place. */
  function pointNames(view, methods, items) {
    var t = theme(view);
    return {
      type: 'custom', silent: true, clip: false, z: 6, data: items.length ? [[items[0].x, items[0].y]] : [],
      renderItem: function (params, api) {
        var area = params.coordSys;
        var at = items.map(function (item) { return api.coord([item.x, item.y]); });
        var taken = at.map(function (p) { return [p[0] - 7, p[1] - 7, p[0] + 7, p[1] + 7]; });
        items.forEach(function (item, i) {
          if (isNumber(item.yLow) && isNumber(item.yHigh)) {
            taken.push([at[i][0] - 4, api.coord([item.x, item.yHigh])[1], at[i][0] + 4, api.coord([item.x, item.yLow])[1]].map(Math.round));
          }
          if (isNumber(item.xLow) && isNumber(item.xHigh)) {
            taken.push([api.coord([item.xLow, item.y])[0], at[i][1] - 4, api.coord([item.xHigh, item.y])[0], at[i][1] + 4].map(Math.round));
          }
        });
        taken.forEach(function (box) {
          if (box[1] > box[3]) {
            box.splice(0, 4, box[0], box[3], box[2], box[1]); // an axis may be upside down
          }
        });
        var children = [];
        items.forEach(function (item, i) {
          var text = cut(methods[item.m].name, Math.min(190, area.width * 0.6), SMALL);
          var wide = widthOf(text, SMALL);
          var best = null;
          [10, 22, 36, 52, 70, 90, 115, 145].forEach(function (far) {
            [[far - 2, -far - 8], [far, -7], [far, far - 14], [far, -far], [-far - wide, -7], [-wide / 2, -far - 12], [-wide / 2, far - 2], [-far - wide, -far], [-far - wide, far - 14]]
              .forEach(function (by) {
                var box = [at[i][0] + by[0], at[i][1] + by[1], at[i][0] + by[0] + wide, at[i][1] + by[1] + 14];
                var bad = 0;
                taken.forEach(function (other, o) {
                  if (o !== i && box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) {
                    bad += 1;
                  }
                });
                if (box[0] < area.x - 40 || box[2] > area.x + area.width + 26 || box[1] < area.y - 8 || box[3] > area.y + area.height + 4) {
                  bad += 2;
                }
                if (best === null || bad < best.bad) {
                  best = { bad: bad, box: box, far: far };
                }
              });
          });
          taken.push(best.box);
          if (best.far > 10) {
            var to = [Math.max(best.box[0] - 2, Math.min(best.box[2] + 2, at[i][0])), best.box[1] + 7];
            if (to[0] === at[i][0]) {
              to[1] = at[i][1] < best.box[1] ? best.box[1] : best.box[3];
            }
            children.push({ type: 'line', shape: { x1: at[i][0], y1: at[i][1], x2: to[0], y2: to[1] }, style: { stroke: t.line, lineWidth: 1 } });
          }
          children.push({ type: 'text', style: { text: text, x: best.box[0], y: best.box[1] + 7, fill: t.text, font: SMALL + 'px ' + FONT,
            textVerticalAlign: 'middle', verticalAlign: 'middle', stroke: t.ground, lineWidth: 3 } });
        });
        return { type: 'group', children: children };
      }
    };
  }

  function points(methods, all, view, option, tell) {
    var items = all.length <= MOST_INTERVALS ? all : all.map(function (item) { return Object.assign({}, item, { xLow: null, yLow: null }); });
    var colourOf = function (item) { return look(methods[item.m], view).colour; };
    option.series.push(room(items));
    option.series.push(whiskers(items, colourOf, 'x'));
    option.series.push(whiskers(items, colourOf, 'y'));
    all.forEach(function (item) {
      var how = look(methods[item.m], view);
      option.series.push({ type: 'scatter', name: methods[item.m].label, z: 4, symbol: how.symbol, symbolSize: 12,
        itemStyle: { color: how.colour, opacity: 1 }, data: [[item.x, item.y]],
        tooltip: { formatter: function () { return methods[item.m].label + '\n' + tell(item); } } });
    });
    option.series.push(pointNames(view, methods, items));
  }

  function plane(view, option, x, y) {
    var height = Math.max(300, Math.min(440, Math.round(view.width * 0.6)));
    option.grid.push({ left: 60, top: 14, width: view.width - 60 - 34, height: height });
    option.xAxis.push(axis(view, x.name, x.more));
    y.more.nameGap = 42;
    option.yAxis.push(axis(view, y.name, y.more));
    return height + 66;
  }

  /** data: {unit, xName, yName, points: [{m, x, xLow, xHigh, y, yLow, yHigh}]}; less forgetting is higher up. */
  function scatter(methods, data, view) {
    var option = base(view);
    var items = shown(data.points, view).map(function (p) {
      return { m: p.m, x: p.x, y: p.y, xLow: within(data.unit, p.xLow), xHigh: within(data.unit, p.xHigh), yLow: within(data.unit, p.yLow),
        yHigh: within(data.unit, p.yHigh) };
    });
    var height = plane(view, option, { name: data.xName, more: { type: 'value', scale: true } },
      { name: data.yName, more: { type: 'value', scale: true, inverse: true } });
    points(methods, items, view, option, function (item) {
      return data.xName + ': ' + withInterval(item.x, item.xLow, item.xHigh) + '\n' + data.yName + ': ' + withInterval(item.y, item.yLow, item.yHigh);
    });
    return { option: option, height: height, cells: 0 };
  }

  function scatterTable(methods, data) {
    return {
      columns: ['method', data.xName, 'low', 'high', data.yName, 'low', 'high'],
      rows: data.points.map(function (p) {
        return [methods[p.m].label, number(p.x), number(p.xLow), number(p.xHigh), number(p.y), number(p.yLow), number(p.yHigh)];
      })
    };
  }

  /** data: {name, unit, costs: [{id, name, front: [m]}], points: [{m, y, low, high, cost: [..]}]}; a front is sorted by cost. */
  function costFront(methods, data, view) {
    var option = base(view);
    var t = theme(view);
    var c = Math.max(0, data.costs.map(function (cost) { return cost.id; }).indexOf(view.cost));
    var cost = data.costs[c];
    var items = shown(data.points, view).filter(function (p) { return isNumber(p.cost[c]); })
      .map(function (p) { return { m: p.m, x: p.cost[c], y: p.y, yLow: within(data.unit, p.low), yHigh: within(data.unit, p.high) }; });
    var values = items.map(function (item) { return item.x; });
    var wide = values.every(function (v) { return v > 0; }) && Math.max.apply(null, values) > 20 * Math.min.apply(null, values);
    var height = plane(view, option, { name: cost.name + (wide ? ', logarithmic' : ''), more: { type: wide ? 'log' : 'value', scale: true } },
      { name: named(data), more: { type: 'value', scale: true } });
    var front = cost.front.map(function (m) { return items.filter(function (item) { return item.m === m; })[0]; }).filter(Boolean);
    option.series.push({ type: 'line', name: 'front', step: 'end', z: 2, symbol: 'none', silent: true, lineStyle: { color: t.line, width: 1.5, type: [5, 4] },
      data: front.map(function (item) { return [item.x, item.y]; }) });
    points(methods, items, view, option, function (item) {
      return cost.name + ': ' + number(item.x) + '\n' + named(data) + ': ' + withInterval(item.y, item.yLow, item.yHigh)
        + (cost.front.indexOf(item.m) >= 0 ? '\non the front' : '');
    });
    return { option: option, height: height, cells: 0 };
  }

  function costTable(methods, data) {
    return {
      columns: ['method', named(data)].concat(data.costs.map(function (cost) { return cost.name; }), ['on the front of']),
      rows: data.points.map(function (p) {
        return [methods[p.m].label, withInterval(p.y, p.low, p.high)].concat(p.cost.map(number), [data.costs.filter(function (cost) {
          return cost.front.indexOf(p.m) >= 0;
        }).map(function (cost) { return cost.name; }).join('; ') || '–']);
      })
    };
  }

  /**
   * Tables of shares as colours, one for each method.
   * data: {name, unit, xName, yName, labels?, panels: [{m, size, values: [..row by row, null where there is none]}]}
   */
  function heat(methods, data, view) {
    var option = base(view);
    var t = theme(view);
    var panels = shown(data.panels, view);
    var size = panels.length ? panels[0].size : 1;
    var place = layout(view, Math.max(1, panels.length), size <= 12 ? 215 : 260, 4, 16);
    var left = 42;
    var side = Math.min(place.width - left - 6, 400);
    var high = Math.min(side, Math.max(size * 24, 120));
    var outer = high + 78;
    var cell = Math.min(side, high) / size;
    var cells = 0;
    var top = data.max;
    panels.forEach(function (panel, p) {
      var x = place.left(p);
      var y = place.row(p) * outer;
      option.title.push(panelTitle(view, methods[panel.m].name, x + left, y + 6, place.width - left));
      option.grid.push({ left: x + left, top: y + 28, width: side, height: high });
      var marks = [];
      for (var i = 1; i <= size; i++) {
        marks.push(data.labels ? data.labels[i - 1] : String(i));
      }
      var more = { type: 'category', gridIndex: p, data: marks, splitLine: { show: false }, axisTick: { show: false },
        axisLabel: { color: t.quiet, fontSize: SMALL, hideOverlap: true } };
      var yMore = { inverse: true, nameGap: 26 };
      Object.keys(more).forEach(function (key) { yMore[key] = more[key]; });
      option.xAxis.push(axis(view, data.xName, more));
      option.xAxis[p].nameGap = 22;
      option.yAxis.push(axis(view, data.yName, yMore));
      var values = [];
      panel.values.forEach(function (value, k) {
        if (isNumber(value)) {
          values.push({ value: [k % size, Math.floor(k / size), value], label: { color: (value / top > 0.5) !== !!view.dark ? '#ffffff' : '#10151c' } });
        }
      });
      cells += values.length;
      option.series.push({ type: 'heatmap', name: methods[panel.m].label, xAxisIndex: p, yAxisIndex: p, data: values,
        itemStyle: { borderWidth: cell > 8 ? 1 : 0, borderColor: t.ground },
        label: { show: cell >= 22 && side / size >= 26, fontSize: cell >= 26 ? SMALL : 10, formatter: function (at) {
          return data.unit === '%' ? String(Math.round(at.value[2])) : at.value[2].toFixed(Math.abs(at.value[2]) < 10 ? 2 : 0);
        } },
        tooltip: { formatter: function (at) {
          return methods[panel.m].label + '\n' + data.yName + ' ' + marks[at.value[1]] + ', ' + data.xName + ' ' + marks[at.value[0]] + ': ' + number(at.value[2]);
        } } });
    });
    option.visualMap = { type: 'continuous', min: data.min, max: top, calculable: false, orient: 'horizontal', left: left, top: place.rows * outer,
      itemWidth: 12, itemHeight: Math.min(180, view.width - 160), text: [number(top) + ' ' + data.unit, number(data.min)], hoverLink: false,
      inRange: { color: t.heat }, textStyle: { color: t.quiet, fontSize: SMALL }, dimension: 2, show: panels.length > 0 };
    return { option: option, height: place.rows * outer + 30, cells: cells };
  }

  function heatTable(methods, data) {
    var rows = [];
    data.panels.forEach(function (panel) {
      for (var i = 0; i < panel.size; i++) {
        rows.push([methods[panel.m].label, data.labels ? data.labels[i] : String(i + 1)].concat(panel.values.slice(i * panel.size, (i + 1) * panel.size).map(number)));
      }
    });
    var size = data.panels.length ? data.panels[0].size : 0;
    var columns = ['method', data.yName + ' \\ ' + data.xName];
    for (var k = 1; k <= size; k++) {
      columns.push(data.labels ? data.labels[k - 1] : String(k));
    }
    return { columns: columns, rows: rows };
  }

  /** Points of each method beside each other on every task: data as for curves, with names of the tasks. */
  function bars(methods, data, view) {
    var result = curves(methods, dodged(data, view), view);
    result.option.xAxis.forEach(function (x) {
      var last = data.panels[0].x.length;
      x.min = 0;
      x.max = last + 1;
      x.interval = 1;
      x.axisTick.show = false;
      x.axisLabel.formatter = function (value) { return value > 0 && value <= last ? String(value) : ''; };
    });
    result.option.series.forEach(function (one) {
      if (one.type === 'line') {
        one.lineStyle = { width: 0, opacity: 0 };
        one.symbolSize = 9;
      }
    });
    return result;
  }

  function dodged(data, view) {
    return Object.assign({}, data, { panels: data.panels.map(function (panel) {
      var series = shown(panel.series, view);
      return Object.assign({}, panel, { series: series.map(function (line, k) {
        return Object.assign({}, line, { x: panel.x.map(function (x) { return x + (k - (series.length - 1) / 2) * 0.7 / series.length; }),
          low: null, high: null });
      }) });
    }) });
  }

  var CHARTS = {
    'ranking': [ranking, rankingTable],
    'matrix': [heat, heatTable],
    'accuracy-over-tasks': [curves, curvesTable],
    'forgetting-over-tasks': [curves, curvesTable],
    'learning-over-tasks': [curves, curvesTable],
    'anytime': [curves, curvesTable],
    'gauges': [curves, curvesTable],
    'stability-plasticity': [scatter, scatterTable],
    'cost-front': [costFront, costTable],
    'confusion': [heat, heatTable],
    'sessions': [curves, curvesTable],
    'returns': [curves, curvesTable],
    'task-metrics': [bars, curvesTable]
  };

  return {
    draw: function (chart, methods, data, view) { return CHARTS[chart][0](methods, data, view); },
    table: function (chart, methods, data) { return CHARTS[chart][1](methods, data); },
    look: look,
    ground: function (dark) { return (dark ? DARK : LIGHT).ground; }
  };
})();
