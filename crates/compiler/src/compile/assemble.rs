//! A finished function → its `Code`: slots of cells, jumps, exception table (`Python/assemble.c`).

use crate::code::{Code, Flags, Handler, Op, Span};
use crate::compile::graph::{Action, Graph, Instr, Loc};
use crate::compile::{Compiler, Frame, FrameKind};
use crate::scope::Scope;

impl Compiler<'_> {
    /// The code of the current frame. Goes back to the frame around it, if it is to.
    pub(super) fn assemble(&mut self, back: bool) -> Code {
        let outer = match self.around.pop() {
            Some(frame) if back => frame,
            _ => Frame::new(FrameKind::Module, 0, "", String::new(), 1),
        };
        let frame = std::mem::replace(&mut self.frame, outer);
        let scope = self.table.scope(frame.scope);
        code(frame, scope)
    }
}

fn code(frame: Frame, scope: &Scope) -> Code {
    let Frame {
        mut consts,
        variables,
        cells,
        frees,
        ..
    } = frame;
    let flags = flags(frame.kind, scope);
    let mut graph = Graph::new(&frame.instrs, &frame.labels);
    let parameters = scope.parameters.len();
    let parameters = if scope.is_function_like() {
        parameters
    } else {
        0
    };
    graph.optimise(&mut consts, variables.names.len(), parameters);
    let stack = graph.measure().max(1);

    // A cell that is a parameter, or a local of an inlined comprehension, keeps its slot.
    let mut locals = variables.names.clone();
    let mut derefs = Vec::new();
    for cell in &cells.names {
        derefs.push(variables.get(cell).unwrap_or_else(|| {
            locals.push(cell.clone());
            locals.len() as u32 - 1
        }));
    }
    let first_free = locals.len();
    for free in &frees.names {
        derefs.push(locals.len() as u32);
        locals.push(free.clone());
    }
    let mut is_cell = vec![false; locals.len()];
    for cell in derefs.iter().take(cells.names.len()) {
        is_cell[*cell as usize] = true;
    }
    let cell_slots = (0..locals.len() as u32).filter(|slot| is_cell[*slot as usize]);
    let cell_slots: Vec<u32> = cell_slots.collect();

    let mut prefix = Vec::new();
    let nowhere = |op| Instr::new(Action::Op(op), Loc::NONE);
    if !frees.names.is_empty() {
        prefix.push(nowhere(Op::CopyFreeVars(frees.len())));
    }
    prefix.extend(cell_slots.iter().map(|slot| nowhere(Op::MakeCell(*slot))));
    let is_generator = flags.generator || flags.coroutine || flags.async_generator;
    if is_generator {
        let start = frame.start;
        prefix.push(Instr::new(Action::Op(Op::ReturnGenerator), start));
        prefix.push(Instr::new(Action::Op(Op::PopTop), start));
    }
    for block in &mut graph.blocks {
        for instr in &mut block.instrs {
            if let Action::Op(
                Op::MakeCell(slot)
                | Op::LoadDeref(slot)
                | Op::StoreDeref(slot)
                | Op::DeleteDeref(slot)
                | Op::LoadFromDictOrDeref(slot),
            )
            | Action::LoadClosure(slot) = &mut instr.action
            {
                *slot = derefs.get(*slot as usize).copied().unwrap_or(0);
            }
        }
    }
    if let Some(entry) = graph.blocks.first_mut() {
        entry.instrs.splice(0..0, prefix);
    }
    graph.lower();

    let mut starts = vec![0u32; graph.blocks.len()];
    let mut count = 0;
    let order = graph.order();
    for index in &order {
        starts[*index] = count;
        count += graph.blocks[*index].instrs.len() as u32;
    }
    let mut ops = Vec::with_capacity(count as usize);
    let mut spans = Vec::with_capacity(count as usize);
    let mut exceptions: Vec<Handler> = Vec::new();
    let mut handled: Option<usize> = None;
    let mut used = Vec::new();
    for index in &order {
        for instr in &graph.blocks[*index].instrs {
            let Action::Op(mut op) = instr.action else {
                continue;
            };
            if instr.handler != handled {
                handled = instr.handler;
                exceptions.extend(handled.map(|handler| {
                    let block = &graph.blocks[handler];
                    let pushed = 1 + i64::from(block.lasti);
                    let depth = block.depth.unwrap_or(0) - pushed;
                    Handler {
                        start: ops.len() as u32,
                        end: 0,
                        target: starts[handler],
                        depth: u32::try_from(depth).unwrap_or(0),
                        push_lasti: block.lasti,
                    }
                }));
            }
            let exhausts = matches!(op, Op::ForIter(_));
            if let Some(target) = op.target_mut() {
                // An exhausted iterator leads behind `END_FOR` and `POP_TOP`.
                let behind = if exhausts { 2 } else { 0 };
                *target = starts.get(*target as usize).copied().unwrap_or(0) + behind;
            }
            if let Op::LoadConst(constant) | Op::ReturnConst(constant) = op {
                let index = constant as usize;
                if used.len() <= index {
                    used.resize(index + 1, false);
                }
                used[index] = true;
            }
            ops.push(op);
            spans.push(Span {
                start: instr.loc.start,
                end: instr.loc.end,
            });
            if handled.is_some()
                && let Some(last) = exceptions.last_mut()
            {
                last.end = ops.len() as u32;
            }
        }
    }
    let (consts, moved) = consts.used(&used);
    for op in &mut ops {
        if let Op::LoadConst(constant) | Op::ReturnConst(constant) = op {
            *constant = moved.get(*constant as usize).copied().unwrap_or(0);
        }
    }
    Code {
        name: frame.name,
        qualname: frame.qualname,
        flags,
        argcount: frame.argcount,
        posonly: frame.posonly,
        kwonly: frame.kwonly,
        locals: locals.iter().map(|name| name.to_string()).collect(),
        cells: cell_slots,
        first_free,
        ops,
        spans,
        exceptions,
        consts,
        stack,
        first_line: frame.first_line,
        doc: frame.doc,
    }
}

fn flags(kind: FrameKind, scope: &Scope) -> Flags {
    let optimized = !matches!(kind, FrameKind::Module | FrameKind::Class);
    Flags {
        varargs: optimized && scope.varargs,
        varkeywords: optimized && scope.varkeywords,
        generator: optimized && scope.generator && !scope.coroutine,
        coroutine: optimized && scope.coroutine && !scope.generator,
        async_generator: optimized && scope.coroutine && scope.generator,
        nested: optimized && scope.nested,
        optimized,
    }
}
