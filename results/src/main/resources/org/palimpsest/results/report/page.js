/* What the page does when it is used: draws charts, filters, sorts, switches colours. It works on the data beside it and asks nobody. */
(function () {
  'use strict';

  var sections = JSON.parse(document.getElementById('data').textContent);
  var root = document.documentElement;
  var figures = Array.prototype.slice.call(document.querySelectorAll('figure[data-chart]'));
  var drawn = new Map();
  var hidden = Object.create(null);
  var printing = false;
  var PRINTED = 680;
  // so many shapes are drawn faster as a picture
  var MANY = 3000;

  function memory(key, value) {
    try {
      if (value === undefined) {
        return window.sessionStorage.getItem('palimpsest ' + key);
      }
      window.sessionStorage.setItem('palimpsest ' + key, value);
    } catch (e) {
      return null; // a browser may keep nothing for files
    }
    return value;
  }

  function dark() {
    if (printing) {
      return false;
    }
    var chosen = root.getAttribute('data-theme');
    return chosen ? chosen === 'dark' : window.matchMedia('(prefers-color-scheme: dark)').matches;
  }

  function view(figure, section) {
    var unseen = {};
    section.methods.forEach(function (method, m) {
      if (hidden[method.label]) {
        unseen[m] = true;
      }
    });
    var select = figure.querySelector('select');
    var box = figure.querySelector('.chart');
    return { width: printing ? PRINTED : Math.max(260, box.clientWidth), dark: dark(), hidden: unseen, cost: select ? select.value : undefined, interactive: true };
  }

  function draw(figure) {
    var section = sections[figure.dataset.section];
    var one = section.figures[figure.dataset.figure];
    var box = figure.querySelector('.chart');
    var how = view(figure, section);
    var made = palimpsestCharts.draw(one.chart, section.methods, one.data, how);
    var renderer = made.cells > MANY ? 'canvas' : 'svg';
    var before = drawn.get(figure);
    if (before && before.renderer !== renderer) {
      before.chart.dispose();
      before = null;
    }
    box.style.height = made.height + 'px';
    box.style.width = printing ? PRINTED + 'px' : '';
    var chart = before ? before.chart : echarts.init(box, null, { renderer: renderer, width: how.width, height: made.height });
    if (before) {
      chart.resize({ width: how.width, height: made.height });
    }
    chart.setOption(made.option, { notMerge: true, lazyUpdate: false });
    drawn.set(figure, { chart: chart, renderer: renderer, width: how.width });
  }

  /** Those in sight first, then one after the other, so that the page answers meanwhile. */
  function drawInTurn() {
    var waiting = figures.slice().sort(function (a, b) { return distance(a) - distance(b); });
    (function next() {
      var until = performance.now() + 40;
      while (waiting.length && performance.now() < until) {
        var figure = waiting.shift();
        if (!drawn.has(figure)) {
          draw(figure);
        }
      }
      if (waiting.length) {
        setTimeout(next, 0);
      } else {
        performance.mark('charts-drawn');
        root.setAttribute('data-drawn', 'true');
      }
    })();
  }

  function distance(figure) {
    var box = figure.getBoundingClientRect();
    return box.bottom < 0 ? -box.bottom : Math.max(0, box.top - window.innerHeight);
  }

  function table(figure) {
    var place = figure.querySelector('.numbers > div');
    if (place.firstChild) {
      return;
    }
    var section = sections[figure.dataset.section];
    var one = section.figures[figure.dataset.figure];
    var content = palimpsestCharts.table(one.chart, section.methods, one.data);
    var made = document.createElement('table');
    var caption = made.createCaption();
    caption.textContent = figure.querySelector('h3').textContent;
    var head = made.createTHead().insertRow();
    content.columns.forEach(function (column) {
      var cell = document.createElement('th');
      cell.scope = 'col';
      cell.textContent = column;
      head.appendChild(cell);
    });
    var body = made.createTBody();
    content.rows.forEach(function (row) {
      var line = body.insertRow();
      row.forEach(function (text) { line.insertCell().textContent = text; });
    });
    place.appendChild(made);
  }

  /** The sign of a method, as its charts have it. */
  function sign(place, method) {
    var how = palimpsestCharts.look(method, { dark: dark() });
    var empty = how.symbol.indexOf('empty') === 0;
    var shape = how.symbol.replace('empty', '').toLowerCase();
    var outlines = { circle: 'M11 7a4 4 0 1 0 8 0a4 4 0 1 0 -8 0', rect: 'M11 3h8v8h-8z',
      triangle: 'M15 2.5l4.5 8.5h-9z', diamond: 'M15 2l4 5l-4 5l-4 -5z' };
    var xmlns = 'http://www.w3.org/2000/svg';
    var svg = document.createElementNS(xmlns, 'svg');
    svg.setAttribute('viewBox', '0 0 30 14');
    svg.setAttribute('width', '30');
    svg.setAttribute('height', '14');
    svg.setAttribute('aria-hidden', 'true');
    var line = document.createElementNS(xmlns, 'path');
    line.setAttribute('d', 'M0 7H30');
    line.setAttribute('stroke', how.colour);
    line.setAttribute('stroke-width', '2');
    if (how.dash !== 'solid') {
      line.setAttribute('stroke-dasharray', how.dash.join(' '));
    }
    var mark = document.createElementNS(xmlns, 'path');
    mark.setAttribute('d', outlines[shape]);
    mark.setAttribute('fill', empty ? palimpsestCharts.ground(dark()) : how.colour);
    mark.setAttribute('stroke', how.colour);
    mark.setAttribute('stroke-width', '1.5');
    svg.appendChild(line);
    svg.appendChild(mark);
    place.replaceChildren(svg);
  }

  function signs() {
    var known = {};
    sections.forEach(function (section) {
      section.methods.forEach(function (method) { known['m ' + method.label] = method; });
    });
    document.querySelectorAll('#filter label').forEach(function (label) {
      sign(label.querySelector('.sign'), known['m ' + label.querySelector('input').value]);
    });
    document.querySelectorAll('tr[data-method]').forEach(function (row) {
      sign(row.querySelector('.sign'), known['m ' + row.dataset.method]);
    });
  }

  function filter() {
    hidden = Object.create(null);
    document.querySelectorAll('#filter input').forEach(function (box) {
      if (!box.checked) {
        hidden[box.value] = true;
      }
    });
    memory('hidden', JSON.stringify(Object.keys(hidden)));
    figures.forEach(draw);
  }

  function sort(header, place) {
    var board = header.closest('table');
    var body = board.tBodies[0];
    var up = header.getAttribute('aria-sort') !== 'ascending';
    board.querySelectorAll('thead th').forEach(function (other) { other.removeAttribute('aria-sort'); });
    header.setAttribute('aria-sort', up ? 'ascending' : 'descending');
    Array.prototype.slice.call(body.rows).map(function (row) {
      var cell = row.cells[place];
      var value = cell.dataset.v === undefined ? cell.textContent : cell.dataset.v === '' ? null : Number(cell.dataset.v);
      return { row: row, value: value };
    }).sort(function (a, b) {
      if (a.value === null || b.value === null) {
        return (a.value === null) - (b.value === null); // what is missing stands last either way
      }
      var order = typeof a.value === 'string' ? (a.value < b.value ? -1 : a.value > b.value ? 1 : 0) : a.value - b.value;
      return up ? order : -order;
    }).forEach(function (item) { body.appendChild(item.row); });
  }

  function sortable() {
    document.querySelectorAll('.board thead th').forEach(function (header) {
      var button = document.createElement('button');
      button.type = 'button';
      button.textContent = header.firstChild.textContent;
      header.replaceChild(button, header.firstChild);
      button.addEventListener('click', function () { sort(header, header.cellIndex); });
    });
  }

  function costs() {
    figures.filter(function (figure) { return figure.dataset.chart === 'cost-front'; }).forEach(function (figure) {
      var data = sections[figure.dataset.section].figures[figure.dataset.figure].data;
      var line = document.createElement('p');
      line.className = 'choice';
      var label = document.createElement('label');
      label.append('cost: ');
      var select = document.createElement('select');
      data.costs.forEach(function (cost) {
        var option = document.createElement('option');
        option.value = cost.id;
        option.textContent = cost.name;
        select.appendChild(option);
      });
      select.addEventListener('change', function () { draw(figure); });
      label.appendChild(select);
      line.appendChild(label);
      figure.insertBefore(line, figure.querySelector('.chart'));
    });
  }

  function copying() {
    if (!navigator.clipboard) {
      return;
    }
    document.querySelectorAll('.copy').forEach(function (button) {
      button.hidden = false;
      button.addEventListener('click', function () {
        navigator.clipboard.writeText(button.previousElementSibling.textContent).then(function () { button.textContent = 'copied'; }, function () {
          button.textContent = 'cannot copy';
        });
      });
    });
  }

  function recolour() {
    signs();
    figures.filter(function (figure) { return drawn.has(figure); }).forEach(draw);
  }

  function themes() {
    var button = document.getElementById('theme');
    var order = ['', 'light', 'dark'];
    function show(theme) {
      if (theme) {
        root.setAttribute('data-theme', theme);
      } else {
        root.removeAttribute('data-theme');
      }
      button.textContent = 'colours: ' + (theme || 'as the system');
    }
    show(memory('theme') || '');
    button.hidden = false;
    button.addEventListener('click', function () {
      var next = order[(order.indexOf(root.getAttribute('data-theme') || '') + 1) % order.length];
      memory('theme', next);
      show(next);
      recolour();
    });
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);
  }

  function print(now) {
    printing = now;
    figures.forEach(draw);
    signs();
  }

  function remembered() {
    var before = JSON.parse(memory('hidden') || '[]');
    document.querySelectorAll('#filter input').forEach(function (box) {
      box.checked = before.indexOf(box.value) < 0;
      hidden[box.value] = !box.checked;
      box.addEventListener('change', filter);
    });
    [['all', true], ['none', false]].forEach(function (choice) {
      document.getElementById(choice[0]).addEventListener('click', function () {
        document.querySelectorAll('#filter input').forEach(function (box) { box.checked = choice[1]; });
        filter();
      });
    });
    document.getElementById('filter').hidden = false;
  }

  function start() {
    performance.mark('charts-begin');
    if (window.innerWidth <= 860) {
      document.getElementById('contents').open = false;
      document.getElementById('filter').open = false;
    }
    themes();
    remembered();
    signs();
    sortable();
    costs();
    copying();
    figures.forEach(function (figure) {
      figure.querySelector('.numbers').addEventListener('toggle', function () { table(figure); });
      // room for what is not drawn yet, so that nothing moves
      figure.querySelector('.chart').style.minHeight = '200px';
    });
    drawInTurn();
    if (document.querySelector('meta[http-equiv=refresh]')) {
      var place = Number(memory('scroll'));
      if (place) {
        figures.forEach(draw);
        window.scrollTo(0, place);
      }
      window.addEventListener('scroll', function () { memory('scroll', String(window.scrollY)); }, { passive: true });
    }
    var waiting;
    window.addEventListener('resize', function () {
      clearTimeout(waiting);
      waiting = setTimeout(function () {
        figures.filter(function (figure) {
          return !printing && drawn.has(figure) && drawn.get(figure).width !== Math.max(260, figure.querySelector('.chart').clientWidth);
        }).forEach(draw);
      }, 120);
    });
    window.addEventListener('beforeprint', function () { print(true); });
    window.addEventListener('afterprint', function () { print(false); });
  }

  start();
})();
