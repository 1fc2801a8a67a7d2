//! A function's instructions as a graph of blocks, and what CPython does to it before it becomes code
//! (`Python/flowgraph.c`).

use crate::code::{Const, Op};
use crate::compile::consts::Consts;
use crate::fold;

/// How many instructions a block may have that is copied instead of jumped to (`MAX_COPY_SIZE`).
const MAX_COPY: usize = 4;

/// How many instructions are copied in all; without this a loop of jumps could be copied forever.
const MAX_COPIED: usize = 100_000;

/// How many jumps to jumps are followed, for the same reason.
const MAX_THREADED: usize = 100;

/// So many locals are followed through all blocks; of others only what one block knows is known.
const FOLLOWED: u32 = 64;

/// What an instruction does: an opcode, or something that only the compiler knows.
///
/// Targets are labels at first, then blocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Action {
    Op(Op),
    Jump(u32),
    /// Without a check point.
    JumpNoInterrupt(u32),
    /// From here on exceptions lead there, with the exception on the stack,
    SetupFinally(u32),
    /// with the raising instruction's index below it,
    SetupCleanup(u32),
    /// or the same, with the result of `__enter__` taken away first.
    SetupWith(u32),
    /// Ends what the last of these began.
    PopBlock,
    /// Loads a cell itself.
    LoadClosure(u32),
    /// Stores a value that may be missing.
    StoreMaybeNull(u32),
}

/// Where an instruction comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Loc {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// From 1; 0 for the beginning of the module, and -1 for nowhere.
    pub(crate) line: i32,
}

impl Loc {
    pub(crate) const NONE: Loc = Loc {
        start: u32::MAX,
        end: u32::MAX,
        line: -1,
    };
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Instr {
    pub(crate) action: Action,
    pub(crate) loc: Loc,
    /// The block that catches its exceptions.
    pub(crate) handler: Option<usize>,
}

impl Instr {
    pub(crate) fn new(action: Action, loc: Loc) -> Instr {
        Instr {
            action,
            loc,
            handler: None,
        }
    }

    /// Makes it a `NOP` that holds the line.
    fn clear(&mut self) {
        self.action = Action::Op(Op::Nop);
    }

    fn op(&self) -> Option<Op> {
        match self.action {
            Action::Op(op) => Some(op),
            _ => None,
        }
    }

    fn is_nop(&self) -> bool {
        self.action == Action::Op(Op::Nop)
    }

    fn is_setup(&self) -> bool {
        matches!(
            self.action,
            Action::SetupFinally(_) | Action::SetupCleanup(_) | Action::SetupWith(_)
        )
    }

    /// Whether it always goes on elsewhere.
    fn is_goto(&self) -> bool {
        match self.action {
            Action::Jump(_) | Action::JumpNoInterrupt(_) => true,
            Action::Op(op) => op.ends_block() && op.target().is_some(),
            _ => false,
        }
    }

    fn is_jump(&self) -> bool {
        match self.action {
            Action::Jump(_) | Action::JumpNoInterrupt(_) => true,
            Action::Op(op) => op.target().is_some(),
            _ => false,
        }
    }

    fn is_check_point(&self) -> bool {
        matches!(
            self.action,
            Action::Jump(_)
                | Action::Op(Op::Resume | Op::Call(_) | Op::CallKw(_) | Op::CallFunctionEx(_))
        )
    }

    /// Whether it leaves the function.
    fn exits(&self) -> bool {
        matches!(self.action, Action::Op(op) if op.ends_block() && op.target().is_none())
    }

    /// Where it leads: jumps, and what sets up a handler.
    pub(crate) fn target(&self) -> Option<usize> {
        let mut copy = *self;
        copy.target_mut().map(|target| *target as usize)
    }

    fn target_mut(&mut self) -> Option<&mut u32> {
        match &mut self.action {
            Action::Op(op) => op.target_mut(),
            Action::Jump(target)
            | Action::JumpNoInterrupt(target)
            | Action::SetupFinally(target)
            | Action::SetupCleanup(target)
            | Action::SetupWith(target) => Some(target),
            _ => None,
        }
    }

    /// By how much the stack grows, when falling through and when jumping.
    fn effects(&self) -> (i64, i64) {
        match self.action {
            Action::Op(op) => (op.effect(), op.effect()),
            Action::SetupFinally(_) | Action::SetupWith(_) => (0, 1),
            Action::SetupCleanup(_) => (0, 2),
            Action::LoadClosure(_) => (1, 0),
            Action::StoreMaybeNull(_) => (-1, 0),
            Action::Jump(_) | Action::JumpNoInterrupt(_) | Action::PopBlock => (0, 0),
        }
    }
}

/// Instructions that run one after the other; only the last may jump.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    pub(crate) instrs: Vec<Instr>,
    pub(crate) next: Option<usize>,
    /// Something jumps here.
    labelled: bool,
    /// Exceptions lead here,
    handles: bool,
    /// with the index of the raising instruction on the stack.
    pub(crate) lasti: bool,
    predecessors: usize,
    cold: bool,
    warm: bool,
    pub(crate) depth: Option<i64>,
    /// A bit for each local that may be unbound.
    unbound: u64,
    visited: bool,
}

impl Block {
    fn last(&self) -> Option<&Instr> {
        self.instrs.last()
    }

    fn falls_through(&self) -> bool {
        self.last()
            .is_none_or(|last| !last.is_goto() && !last.exits())
    }

    fn exits(&self) -> bool {
        self.last().is_some_and(Instr::exits)
    }

    /// Whether a line is missing that is seen: where the function is left, or a check point is.
    fn needs_line(&self) -> bool {
        let mut instrs = self.instrs.iter();
        let leaves = self.exits() || instrs.any(Instr::is_check_point) && !self.falls_through();
        leaves && self.has_no_line()
    }

    fn has_no_line(&self) -> bool {
        self.instrs.iter().all(|instr| instr.loc.line < 0)
    }
}

/// The blocks; the first is where the function begins.
pub(crate) struct Graph {
    pub(crate) blocks: Vec<Block>,
}

impl Graph {
    /// Cuts a sequence into blocks. `labels` has for each label the instruction that it means.
    pub(crate) fn new(instrs: &[Instr], labels: &[u32]) -> Graph {
        let mut targeted = vec![false; instrs.len() + 1];
        for instr in instrs {
            if let Some(label) = instr.target()
                && let Some(at) = labels.get(label)
                && let Some(targeted) = targeted.get_mut(*at as usize)
            {
                *targeted = true;
            }
        }
        let mut blocks = vec![Block::default()];
        let mut block_of = vec![0u32; instrs.len() + 1];
        for (index, instr) in instrs.iter().enumerate() {
            let current = blocks.len() - 1;
            let labelled = targeted.get(index).copied().unwrap_or(false);
            let ended = blocks[current]
                .last()
                .is_some_and(|last| last.is_jump() || last.exits());
            let empty = blocks[current].instrs.is_empty() && !blocks[current].labelled;
            if ended || labelled && !empty {
                blocks[current].next = Some(current + 1);
                blocks.push(Block::default());
            }
            let current = blocks.len() - 1;
            blocks[current].labelled |= labelled;
            if let Some(block) = block_of.get_mut(index) {
                *block = current as u32;
            }
            blocks[current].instrs.push(*instr);
        }
        let mut graph = Graph { blocks };
        for block in &mut graph.blocks {
            for instr in &mut block.instrs {
                if let Some(target) = instr.target_mut() {
                    let at = labels.get(*target as usize).copied().unwrap_or(0);
                    *target = block_of.get(at as usize).copied().unwrap_or(0);
                }
            }
        }
        graph
    }

    /// All blocks in their order.
    pub(crate) fn order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.blocks.len());
        let mut at = Some(0);
        while let Some(index) = at {
            order.push(index);
            at = self.blocks[index].next;
        }
        order
    }

    /// For each block the first from there on that has instructions.
    fn nonempty(&self) -> Vec<Option<usize>> {
        let mut found = vec![None; self.blocks.len()];
        let mut next = None;
        for index in self.order().into_iter().rev() {
            if !self.blocks[index].instrs.is_empty() {
                next = Some(index);
            }
            found[index] = next;
        }
        found
    }

    fn unvisit(&mut self) {
        for block in &mut self.blocks {
            block.visited = false;
        }
    }

    /// Everything that CPython does, in its order.
    pub(crate) fn optimise(&mut self, consts: &mut Consts, locals: usize, parameters: usize) {
        self.find_handlers();
        self.inline_blocks();
        self.remove_unreachable();
        self.resolve_lines();
        for index in self.order() {
            self.optimise_block(index, consts);
        }
        self.remove_pairs();
        self.remove_unreachable();
        self.remove_nops_and_jumps();
        self.check_locals(locals as u32, parameters as u32);
        self.combine();
        self.move_cold_blocks();
        self.resolve_lines();
    }

    /// Notes for each instruction who catches its exceptions.
    fn find_handlers(&mut self) {
        for index in 0..self.blocks.len() {
            for at in 0..self.blocks[index].instrs.len() {
                let instr = self.blocks[index].instrs[at];
                if instr.is_setup()
                    && let Some(target) = instr.target()
                {
                    self.blocks[target].handles = true;
                    self.blocks[target].lasti |= !matches!(instr.action, Action::SetupFinally(_));
                }
            }
        }
        self.unvisit();
        self.blocks[0].visited = true;
        let mut todo = vec![(0, Vec::new())];
        while let Some((index, mut stack)) = todo.pop() {
            for at in 0..self.blocks[index].instrs.len() {
                let instr = self.blocks[index].instrs[at];
                let target = instr.target();
                if let Some(target) = target
                    && !self.blocks[target].visited
                {
                    self.blocks[target].visited = true;
                    todo.push((target, stack.clone()));
                }
                if instr.is_setup() {
                    stack.extend(target);
                } else if instr.action == Action::PopBlock {
                    stack.pop();
                    self.blocks[index].instrs[at].clear();
                } else {
                    self.blocks[index].instrs[at].handler = stack.last().copied();
                }
            }
            if let Some(next) = self.blocks[index].next
                && self.blocks[index].falls_through()
                && !self.blocks[next].visited
            {
                self.blocks[next].visited = true;
                todo.push((next, stack));
            }
        }
    }

    /// Copies what is jumped to, when it is small and leaves the function, or has no line of its own.
    fn inline_blocks(&mut self) {
        let order = self.order();
        let mut copied = 0;
        loop {
            let mut changed = false;
            for &index in &order {
                let Some(last) = self.blocks[index].last().copied() else {
                    continue;
                };
                let Some(target) = last.target().filter(|_| last.is_goto()) else {
                    continue;
                };
                let to = &self.blocks[target];
                let small = to.exits() && to.instrs.len() <= MAX_COPY;
                let no_line = to.has_no_line() && !to.falls_through();
                if !small && !no_line || target == index || copied > MAX_COPIED {
                    continue;
                }
                let copy = to.instrs.clone();
                copied += copy.len();
                self.blocks[target].predecessors =
                    self.blocks[target].predecessors.saturating_sub(1);
                let block = &mut self.blocks[index];
                if let Some(jump) = block.instrs.last_mut() {
                    jump.clear();
                }
                block.instrs.extend(copy);
                if no_line
                    && let Some(end) = block.instrs.last_mut()
                    && let Action::Jump(to) | Action::JumpNoInterrupt(to) = end.action
                    && matches!(last.action, Action::Jump(_))
                {
                    // The check point is not lost.
                    end.action = Action::Jump(to);
                }
                changed = true;
            }
            if !changed {
                return;
            }
        }
    }

    fn remove_unreachable(&mut self) {
        self.unvisit();
        for block in &mut self.blocks {
            block.predecessors = 0;
        }
        self.blocks[0].predecessors = 1;
        self.blocks[0].visited = true;
        let mut todo = vec![0];
        while let Some(index) = todo.pop() {
            let block = &self.blocks[index];
            let next = block.next.filter(|_| block.falls_through());
            let targets = block.instrs.iter().filter_map(Instr::target);
            let reached: Vec<usize> = next.into_iter().chain(targets).collect();
            for reached in reached {
                let block = &mut self.blocks[reached];
                block.predecessors += 1;
                if !block.visited {
                    block.visited = true;
                    todo.push(reached);
                }
            }
        }
        for block in &mut self.blocks {
            if block.predecessors == 0 {
                block.instrs.clear();
                block.handles = false;
            }
        }
    }

    fn link(&mut self, order: &[usize]) {
        for pair in order.windows(2) {
            if let [first, second] = pair {
                self.blocks[*first].next = Some(*second);
            }
        }
        if let Some(last) = order.last() {
            self.blocks[*last].next = None;
        }
    }

    /// Gives lines to what has none: all that leaves the function must have one.
    fn resolve_lines(&mut self) {
        let nonempty = self.nonempty();
        for index in self.order() {
            let Some(last) = self.blocks[index].last().copied() else {
                continue;
            };
            let Some(target) = last.target().filter(|_| last.is_jump()) else {
                continue;
            };
            let Some(target) = nonempty.get(target).copied().flatten() else {
                continue;
            };
            if self.blocks[target].predecessors > 1 && self.blocks[target].needs_line() {
                let mut copy = self.blocks[target].clone();
                copy.predecessors = 1;
                copy.labelled = true;
                if let Some(first) = copy.instrs.first_mut() {
                    first.loc = last.loc;
                }
                let new = self.blocks.len();
                self.blocks.push(copy);
                let old = &mut self.blocks[target];
                old.predecessors -= 1;
                old.next = Some(new);
                if let Some(jump) = self.blocks[index].instrs.last_mut()
                    && let Some(target) = jump.target_mut()
                {
                    *target = new as u32;
                }
            }
        }
        let order = self.order();
        for &index in &order {
            let block = &self.blocks[index];
            if let (Some(next), Some(last)) = (block.next, block.last().copied())
                && block.falls_through()
                && self.blocks[next].needs_line()
                && let Some(first) = self.blocks[next].instrs.first_mut()
            {
                first.loc = last.loc;
            }
        }
        for &index in &order {
            let block = &mut self.blocks[index];
            let mut before = Loc::NONE;
            for instr in &mut block.instrs {
                if instr.loc.line < 0 {
                    instr.loc = before;
                } else {
                    before = instr.loc;
                }
            }
            let Some(last) = block.last().copied() else {
                continue;
            };
            let next = block.next.filter(|_| block.falls_through());
            let target = last.target().filter(|_| last.is_jump());
            for reached in next.into_iter().chain(target) {
                let block = &mut self.blocks[reached];
                if block.predecessors == 1
                    && let Some(first) = block.instrs.first_mut()
                    && first.loc.line < 0
                {
                    first.loc = before;
                }
            }
        }
    }

    /// Rewrites a block by what stands next to each other in it.
    fn optimise_block(&mut self, index: usize, consts: &mut Consts) {
        let mut at = 0;
        // A constant that was copied is as good as one loaded again.
        let mut copied: Option<u32> = None;
        let mut threaded = 0;
        while at < self.blocks[index].instrs.len() {
            let instr = self.blocks[index].instrs[at];
            let loaded = match instr.action {
                Action::Op(Op::LoadConst(constant)) => Some(constant),
                Action::Op(Op::Copy(1)) => copied,
                _ => None,
            };
            copied = loaded;
            if let Some(constant) = loaded {
                self.optimise_constant(index, at, constant, consts);
                // A folded jump is looked at again as what it has become.
                at += 1;
                continue;
            }
            if instr.is_jump() {
                if threaded < MAX_THREADED && self.thread_jump(index) {
                    threaded += 1;
                } else {
                    at += 1;
                }
                continue;
            }
            let block = &mut self.blocks[index];
            let next = block.instrs.get(at + 1).copied();
            let following = next.and_then(|next| next.op());
            let mut replace = |here: Op, there: Op| {
                block.instrs[at].action = Action::Op(here);
                if let Some(next) = block.instrs.get_mut(at + 1) {
                    next.action = Action::Op(there);
                }
            };
            match (instr.action, following) {
                (Action::Op(Op::BuildTuple(count)), Some(Op::UnpackSequence(unpacked)))
                    if count == unpacked && (1..=3).contains(&count) =>
                {
                    match count {
                        1 => replace(Op::Nop, Op::Nop),
                        _ => replace(Op::Nop, Op::Swap(count)),
                    }
                }
                (Action::Op(Op::BuildTuple(count)), _) => {
                    fold_tuple(&mut block.instrs, at, count as usize, consts);
                }
                (Action::Op(Op::StoreFast(slot)), Some(Op::StoreFast(other)))
                    if slot == other
                        && next.is_some_and(|next| next.loc.line == instr.loc.line) =>
                {
                    block.instrs[at].action = Action::Op(Op::PopTop);
                }
                (Action::Op(Op::Swap(1)), _) => block.instrs[at].clear(),
                (Action::Op(Op::LoadGlobal(slot)), Some(Op::PushNull)) => {
                    replace(Op::LoadGlobalNull(slot), Op::Nop);
                }
                (Action::Op(Op::CompareOp(compare, _)), Some(Op::ToBool)) => {
                    replace(Op::Nop, Op::CompareOp(compare, true));
                }
                (Action::Op(op @ (Op::ContainsOp(_) | Op::IsOp(_))), Some(Op::ToBool)) => {
                    replace(Op::Nop, op);
                }
                (Action::Op(Op::ContainsOp(inverted)), Some(Op::UnaryNot)) => {
                    replace(Op::Nop, Op::ContainsOp(!inverted));
                }
                (Action::Op(Op::IsOp(inverted)), Some(Op::UnaryNot)) => {
                    replace(Op::Nop, Op::IsOp(!inverted));
                }
                (Action::Op(Op::ToBool), Some(Op::ToBool)) => replace(Op::Nop, Op::ToBool),
                (Action::Op(Op::UnaryNot), Some(Op::ToBool)) => replace(Op::Nop, Op::UnaryNot),
                (Action::Op(Op::UnaryNot), Some(Op::UnaryNot)) => replace(Op::Nop, Op::Nop),
                _ => {}
            }
            at += 1;
        }
        let instrs = &mut self.blocks[index].instrs;
        let mut at = 0;
        while at < instrs.len() {
            if matches!(instrs[at].action, Action::Op(Op::Swap(_))) {
                at = merge_swaps(instrs, at);
                apply_swaps(instrs, at);
            }
            at += 1;
        }
    }

    /// What follows a constant that is on the stack.
    fn optimise_constant(&mut self, index: usize, at: usize, constant: u32, consts: &mut Consts) {
        let instrs = &mut self.blocks[index].instrs;
        let Some(next) = instrs.get(at + 1).copied() else {
            return;
        };
        let value = consts.get(constant);
        match next.action {
            Action::Op(Op::PopJumpIfFalse(target)) | Action::Op(Op::PopJumpIfTrue(target)) => {
                let if_true = matches!(next.action, Action::Op(Op::PopJumpIfTrue(_)));
                let jumps = value.is_some_and(fold::truth) == if_true;
                instrs[at].clear();
                instrs[at + 1].action = if jumps {
                    Action::Jump(target)
                } else {
                    Action::Op(Op::Nop)
                };
            }
            Action::Op(Op::IsOp(inverted)) if matches!(value, Some(Const::None)) => {
                let mut jump = at + 2;
                if let Some(instr) = instrs.get_mut(jump)
                    && instr.action == Action::Op(Op::ToBool)
                {
                    instr.clear();
                    jump += 1;
                }
                let Some(instr) = instrs.get_mut(jump) else {
                    return;
                };
                instr.action = match instr.action {
                    Action::Op(Op::PopJumpIfTrue(target)) if inverted => {
                        Action::Op(Op::PopJumpIfNotNone(target))
                    }
                    Action::Op(Op::PopJumpIfFalse(target)) if !inverted => {
                        Action::Op(Op::PopJumpIfNotNone(target))
                    }
                    Action::Op(Op::PopJumpIfTrue(target) | Op::PopJumpIfFalse(target)) => {
                        Action::Op(Op::PopJumpIfNone(target))
                    }
                    _ => return,
                };
                instrs[at].clear();
                instrs[at + 1].clear();
            }
            Action::Op(Op::ReturnValue) => {
                instrs[at].clear();
                instrs[at + 1].action = Action::Op(Op::ReturnConst(constant));
            }
            Action::Op(Op::ToBool) => {
                let value = value.is_some_and(fold::truth);
                let constant = consts.add(Const::Bool(value));
                instrs[at].clear();
                instrs[at + 1].action = Action::Op(Op::LoadConst(constant));
            }
            _ => {}
        }
    }

    /// A jump to a jump leads to where that one leads. Says whether there is a new jump.
    fn thread_jump(&mut self, index: usize) -> bool {
        let Some(last) = self.blocks[index].last().copied() else {
            return false;
        };
        let Some(to) = last.target() else {
            return false;
        };
        let Some(second) = self.blocks[to].instrs.first().copied() else {
            return false;
        };
        let further = match second.action {
            Action::Jump(further) | Action::JumpNoInterrupt(further) => further,
            _ => return false,
        };
        if further as usize == to {
            return false;
        }
        let plain = matches!(second.action, Action::Jump(_));
        let action = match last.action {
            Action::Op(Op::PopJumpIfFalse(_)) if plain => Action::Op(Op::PopJumpIfFalse(further)),
            Action::Op(Op::PopJumpIfTrue(_)) if plain => Action::Op(Op::PopJumpIfTrue(further)),
            Action::Op(Op::PopJumpIfNone(_)) if plain => Action::Op(Op::PopJumpIfNone(further)),
            Action::Op(Op::PopJumpIfNotNone(_)) if plain => {
                Action::Op(Op::PopJumpIfNotNone(further))
            }
            Action::Jump(_) => Action::Jump(further),
            Action::JumpNoInterrupt(_) if plain => Action::Jump(further),
            Action::JumpNoInterrupt(_) => Action::JumpNoInterrupt(further),
            _ => return false,
        };
        let instrs = &mut self.blocks[index].instrs;
        if let Some(jump) = instrs.last_mut() {
            jump.clear();
        }
        instrs.push(Instr::new(action, second.loc));
        true
    }

    /// Removes the `NOP`s of a block that hold no line of their own. Says whether there were any.
    fn remove_nops_of(&mut self, index: usize, nonempty: &[Option<usize>]) -> bool {
        if !self.blocks[index].instrs.iter().any(Instr::is_nop) {
            return false;
        }
        let after = {
            let next = self.blocks[index].next.and_then(|next| nonempty[next]);
            let instrs = next.map(|next| &self.blocks[next].instrs);
            let mut instrs = instrs.into_iter().flatten();
            let first = instrs.find(|instr| !instr.is_nop() || instr.loc.line >= 0);
            (next.is_some(), first.map_or(-1, |first| first.loc.line))
        };
        let block = &mut self.blocks[index];
        let count = block.instrs.len();
        let mut kept: Vec<Instr> = Vec::with_capacity(count);
        let mut before = -1;
        for at in 0..count {
            let instr = block.instrs[at];
            let line = instr.loc.line;
            if instr.is_nop() {
                if line < 0 || before == line {
                    continue;
                }
                if let Some(next) = block.instrs.get_mut(at + 1) {
                    if next.loc.line == line {
                        continue;
                    }
                    if next.loc.line < 0 {
                        next.loc = instr.loc;
                        continue;
                    }
                } else if after == (true, line) {
                    continue;
                }
            }
            kept.push(instr);
            before = line;
        }
        block.instrs = kept;
        block.instrs.len() < count
    }

    fn remove_nops(&mut self) -> bool {
        let mut removed = false;
        let nonempty = self.nonempty();
        for index in self.order() {
            removed |= self.remove_nops_of(index, &nonempty);
        }
        removed
    }

    /// Removes what is loaded only to be thrown away.
    fn remove_pairs(&mut self) {
        loop {
            let mut changed = false;
            let mut before: Option<(usize, usize)> = None;
            let nonempty = self.nonempty();
            for index in self.order() {
                self.remove_nops_of(index, &nonempty);
                if self.blocks[index].labelled {
                    before = None;
                }
                for at in 0..self.blocks[index].instrs.len() {
                    if let Some((block, place)) = before
                        && self.blocks[index].instrs[at].action == Action::Op(Op::PopTop)
                        && matches!(
                            self.blocks[block].instrs[place].action,
                            Action::Op(Op::LoadConst(_) | Op::Copy(1))
                        )
                    {
                        self.blocks[block].instrs[place].clear();
                        self.blocks[index].instrs[at].clear();
                        changed = true;
                    }
                    before = Some((index, at));
                }
                let block = &self.blocks[index];
                if block.last().is_some_and(Instr::is_jump) || !block.falls_through() {
                    before = None;
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn remove_jumps(&mut self) -> bool {
        let mut removed = false;
        let nonempty = self.nonempty();
        for index in self.order() {
            let Some(last) = self.blocks[index].last().copied() else {
                continue;
            };
            if !last.is_goto() {
                continue;
            }
            let target = last.target().and_then(|target| nonempty[target]);
            let next = self.blocks[index].next.and_then(|next| nonempty[next]);
            if target.is_some() && target == next {
                if let Some(jump) = self.blocks[index].instrs.last_mut() {
                    jump.clear();
                }
                removed = true;
            }
        }
        removed
    }

    fn remove_nops_and_jumps(&mut self) {
        loop {
            let nops = self.remove_nops();
            let jumps = self.remove_jumps();
            if !nops && !jumps {
                return;
            }
        }
    }

    /// Makes those loads check their local that might find nothing.
    fn check_locals(&mut self, locals: u32, parameters: u32) {
        if locals == 0 {
            return;
        }
        if locals > FOLLOWED {
            self.check_many_locals(locals);
        }
        for block in &mut self.blocks {
            block.visited = false;
            block.unbound = 0;
        }
        let mut start = 0;
        for slot in parameters..locals.min(FOLLOWED) {
            start |= 1u64 << slot;
        }
        let mut todo = Vec::new();
        self.may_be_unbound(0, start, &mut todo);
        for index in self.order() {
            self.scan_locals(index, &mut todo);
        }
        while let Some(index) = todo.pop() {
            self.blocks[index].visited = false;
            self.scan_locals(index, &mut todo);
        }
    }

    fn may_be_unbound(&mut self, index: usize, unbound: u64, todo: &mut Vec<usize>) {
        let block = &mut self.blocks[index];
        let both = block.unbound | unbound;
        if both != block.unbound {
            block.unbound = both;
            if !block.visited {
                block.visited = true;
                todo.push(index);
            }
        }
    }

    fn scan_locals(&mut self, index: usize, todo: &mut Vec<usize>) {
        let mut unbound = self.blocks[index].unbound;
        for at in 0..self.blocks[index].instrs.len() {
            let instr = self.blocks[index].instrs[at];
            if let Some(handler) = instr.handler {
                self.may_be_unbound(handler, unbound, todo);
            }
            let bit = |slot: u32| if slot < FOLLOWED { 1u64 << slot } else { 0 };
            match instr.action {
                Action::Op(Op::DeleteFast(slot) | Op::LoadFastAndClear(slot))
                | Action::StoreMaybeNull(slot) => unbound |= bit(slot),
                Action::Op(Op::StoreFast(slot) | Op::LoadFastCheck(slot)) => unbound &= !bit(slot),
                Action::Op(Op::LoadFast(slot)) => {
                    if unbound & bit(slot) != 0 {
                        self.blocks[index].instrs[at].action = Action::Op(Op::LoadFastCheck(slot));
                    }
                    unbound &= !bit(slot);
                }
                _ => {}
            }
        }
        let block = &self.blocks[index];
        let next = block.next.filter(|_| block.falls_through());
        let last = block.last().filter(|last| last.is_jump());
        let target = last.and_then(Instr::target);
        for reached in next.into_iter().chain(target) {
            self.may_be_unbound(reached, unbound, todo);
        }
    }

    /// Of locals beyond the first 64 one block doesn't know what another has stored.
    fn check_many_locals(&mut self, locals: u32) {
        let mut bound_in = vec![0usize; locals as usize];
        for (number, index) in self.order().into_iter().enumerate() {
            for instr in &mut self.blocks[index].instrs {
                let (slot, state) = match instr.action {
                    Action::Op(Op::DeleteFast(slot) | Op::LoadFastAndClear(slot))
                    | Action::StoreMaybeNull(slot) => (slot, 0),
                    Action::Op(Op::StoreFast(slot) | Op::LoadFast(slot)) => (slot, number + 1),
                    _ => continue,
                };
                let Some(bound) = bound_in.get_mut(slot as usize).filter(|_| slot >= FOLLOWED)
                else {
                    continue;
                };
                if instr.action == Action::Op(Op::LoadFast(slot)) && *bound != number + 1 {
                    instr.action = Action::Op(Op::LoadFastCheck(slot));
                }
                *bound = state;
            }
        }
    }

    /// Two accesses to locals become one instruction.
    fn combine(&mut self) {
        for index in self.order() {
            let instrs = &mut self.blocks[index].instrs;
            for at in 1..instrs.len() {
                let (first, second) = (instrs[at - 1], instrs[at]);
                let lines = (first.loc.line, second.loc.line);
                if lines.0 >= 0 && lines.1 >= 0 && lines.0 != lines.1 {
                    continue;
                }
                let small = |a: u32, b: u32| a < 16 && b < 16;
                let combined = match (first.action, second.action) {
                    (Action::Op(Op::LoadFast(a)), Action::Op(Op::LoadFast(b))) if small(a, b) => {
                        Op::LoadFastLoadFast(a as u8, b as u8)
                    }
                    (Action::Op(Op::StoreFast(a)), Action::Op(Op::LoadFast(b))) if small(a, b) => {
                        Op::StoreFastLoadFast(a as u8, b as u8)
                    }
                    (Action::Op(Op::StoreFast(a)), Action::Op(Op::StoreFast(b))) if small(a, b) => {
                        Op::StoreFastStoreFast(a as u8, b as u8)
                    }
                    _ => continue,
                };
                instrs[at - 1].action = Action::Op(combined);
                instrs[at].clear();
            }
        }
        self.remove_nops();
    }

    /// Moves to the end what only runs after an exception.
    fn move_cold_blocks(&mut self) {
        self.mark_cold();
        for index in self.order() {
            let block = &self.blocks[index];
            if let Some(next) = block.next
                && block.cold
                && block.falls_through()
                && self.blocks[next].warm
            {
                let new = self.blocks.len();
                self.blocks[next].labelled = true;
                let jump = Action::JumpNoInterrupt(next as u32);
                self.blocks.push(Block {
                    instrs: vec![Instr::new(jump, Loc::NONE)],
                    next: Some(next),
                    cold: true,
                    predecessors: 1,
                    ..Block::default()
                });
                self.blocks[index].next = Some(new);
            }
        }
        let (cold, warm): (Vec<usize>, Vec<usize>) = self
            .order()
            .into_iter()
            .partition(|index| self.blocks[*index].cold);
        if cold.is_empty() {
            return;
        }
        let order: Vec<usize> = warm.into_iter().chain(cold).collect();
        self.link(&order);
        self.remove_nops_and_jumps();
    }

    fn mark_cold(&mut self) {
        self.unvisit();
        self.blocks[0].visited = true;
        let mut todo = vec![0];
        while let Some(index) = todo.pop() {
            self.blocks[index].warm = true;
            for reached in self.reached(index) {
                if !self.blocks[reached].visited {
                    self.blocks[reached].visited = true;
                    todo.push(reached);
                }
            }
        }
        self.unvisit();
        for index in self.order() {
            if self.blocks[index].handles && !self.blocks[index].warm {
                self.blocks[index].visited = true;
                todo.push(index);
            }
        }
        while let Some(index) = todo.pop() {
            self.blocks[index].cold = true;
            for reached in self.reached(index) {
                if !self.blocks[reached].visited && !self.blocks[reached].warm {
                    self.blocks[reached].visited = true;
                    todo.push(reached);
                }
            }
        }
    }

    /// Where a block goes on without an exception.
    fn reached(&self, index: usize) -> Vec<usize> {
        let block = &self.blocks[index];
        let next = block.next.filter(|_| block.falls_through());
        let jumps = block.instrs.iter().filter(|instr| instr.is_jump());
        next.into_iter()
            .chain(jumps.filter_map(Instr::target))
            .collect()
    }

    /// How deep the stack gets, and how deep it is where each block begins.
    pub(crate) fn measure(&mut self) -> usize {
        for block in &mut self.blocks {
            block.depth = None;
        }
        self.blocks[0].depth = Some(0);
        let mut deepest = 0;
        let mut todo = vec![0];
        while let Some(index) = todo.pop() {
            let mut depth = self.blocks[index].depth.unwrap_or(0);
            let mut reached = Vec::new();
            for instr in &self.blocks[index].instrs {
                let (falling, jumping) = instr.effects();
                if let Some(target) = instr.target() {
                    reached.push((target, depth + jumping));
                }
                deepest = deepest.max(depth);
                depth += falling;
                deepest = deepest.max(depth);
            }
            if let Some(next) = self.blocks[index].next
                && self.blocks[index].falls_through()
            {
                reached.push((next, depth));
            }
            for (index, depth) in reached {
                let block = &mut self.blocks[index];
                if block.depth.is_none() {
                    block.depth = Some(depth);
                    todo.push(index);
                }
            }
        }
        usize::try_from(deepest).unwrap_or(0)
    }

    /// Takes away what only the compiler knew.
    pub(crate) fn lower(&mut self) {
        for block in &mut self.blocks {
            for instr in &mut block.instrs {
                match instr.action {
                    Action::LoadClosure(slot) => instr.action = Action::Op(Op::LoadFast(slot)),
                    Action::StoreMaybeNull(slot) => instr.action = Action::Op(Op::StoreFast(slot)),
                    _ if instr.is_setup() => instr.clear(),
                    _ => {}
                }
            }
        }
        self.remove_nops_and_jumps();
        self.direct_jumps();
    }

    /// Makes jumps forward or backward ones. No conditional jump leads backward.
    fn direct_jumps(&mut self) {
        self.unvisit();
        for index in self.order() {
            self.blocks[index].visited = true;
            let Some(last) = self.blocks[index].last().copied() else {
                continue;
            };
            let Some(target) = last.target() else {
                continue;
            };
            let backward = self.blocks[target].visited;
            let to = target as u32;
            let action = match last.action {
                Action::Jump(_) if backward => Op::JumpBackward(to),
                Action::JumpNoInterrupt(_) if backward => Op::JumpBackwardNoInterrupt(to),
                Action::Jump(_) | Action::JumpNoInterrupt(_) => Op::JumpForward(to),
                Action::Op(op) if backward => {
                    // The other way round, over a jump that leads back.
                    let Some(next) = self.blocks[index].next else {
                        continue;
                    };
                    let over = next as u32;
                    let new = self.blocks.len();
                    let back = Instr::new(Action::Op(Op::JumpBackward(to)), last.loc);
                    let inverted = match op {
                        Op::PopJumpIfFalse(_) => Op::PopJumpIfTrue(over),
                        Op::PopJumpIfTrue(_) => Op::PopJumpIfFalse(over),
                        Op::PopJumpIfNone(_) => Op::PopJumpIfNotNone(over),
                        Op::PopJumpIfNotNone(_) => Op::PopJumpIfNone(over),
                        _ => continue,
                    };
                    self.blocks.push(Block {
                        instrs: vec![back],
                        next: Some(next),
                        visited: true,
                        ..Block::default()
                    });
                    self.blocks[index].next = Some(new);
                    inverted
                }
                _ => continue,
            };
            if let Some(jump) = self.blocks[index].instrs.last_mut() {
                jump.action = Action::Op(action);
            }
        }
    }
}

/// A tuple of constants is a constant.
fn fold_tuple(instrs: &mut [Instr], at: usize, count: usize, consts: &mut Consts) {
    let Some(first) = at.checked_sub(count) else {
        return;
    };
    let mut elements = Vec::with_capacity(count);
    for instr in &instrs[first..at] {
        let Action::Op(Op::LoadConst(constant)) = instr.action else {
            return;
        };
        match consts.get(constant) {
            Some(Const::Code(_)) | None => return,
            Some(value) => elements.push(value.clone()),
        }
    }
    for instr in &mut instrs[first..at] {
        instr.clear();
    }
    let constant = consts.add(Const::Tuple(elements));
    instrs[at].action = Action::Op(Op::LoadConst(constant));
}

/// Makes a run of `SWAP`s as short as it can be. Gives the last instruction of the run.
fn merge_swaps(instrs: &mut [Instr], at: usize) -> usize {
    let mut depth = 0;
    let mut length = 0;
    let mut swaps = 0;
    for instr in &instrs[at..] {
        match instr.action {
            Action::Op(Op::Swap(count)) => {
                depth = depth.max(count as usize);
                swaps += 1;
            }
            Action::Op(Op::Nop) => {}
            _ => break,
        }
        length += 1;
    }
    if swaps < 2 {
        return at;
    }
    // What the run does to the stack, by doing it.
    let mut stack: Vec<Option<usize>> = (0..depth).map(Some).collect();
    let run = &mut instrs[at..at + length];
    for instr in run.iter() {
        if let Action::Op(Op::Swap(count)) = instr.action
            && count > 0
        {
            stack.swap(0, count as usize - 1);
        }
    }
    // Each cycle of the permutation takes one swap for each element, with the top going round.
    let mut place = length;
    for first in 0..depth {
        if stack[first].is_none() || stack[first] == Some(first) {
            continue;
        }
        let mut element = first;
        loop {
            if element > 0 {
                place -= 1;
                run[place].action = Action::Op(Op::Swap(element as u32 + 1));
            }
            match stack[element].take() {
                Some(next) => element = next,
                None => break,
            }
        }
    }
    for instr in &mut run[..place] {
        instr.clear();
    }
    at + length - 1
}

/// The next instruction that only takes the top of the stack away or stores it.
fn swappable(instrs: &[Instr], mut at: usize, line: i32) -> Option<usize> {
    loop {
        at += 1;
        let instr = instrs.get(at)?;
        if line >= 0 && instr.loc.line != line {
            return None;
        }
        match instr.action {
            Action::Op(Op::Nop) => {}
            Action::Op(Op::StoreFast(_) | Op::PopTop) | Action::StoreMaybeNull(_) => {
                return Some(at);
            }
            _ => return None,
        }
    }
}

fn stored(instr: &Instr) -> Option<u32> {
    match instr.action {
        Action::Op(Op::StoreFast(slot)) | Action::StoreMaybeNull(slot) => Some(slot),
        _ => None,
    }
}

/// Swaps the instructions that take values away instead of the values.
fn apply_swaps(instrs: &mut [Instr], last: usize) {
    for at in (0..=last).rev() {
        let count = match instrs[at].action {
            Action::Op(Op::Swap(count)) => count,
            Action::Op(Op::Nop | Op::PopTop | Op::StoreFast(_)) | Action::StoreMaybeNull(_) => {
                continue;
            }
            _ => return,
        };
        let Some(first) = swappable(instrs, at, -1) else {
            return;
        };
        let line = instrs[first].loc.line;
        let mut second = first;
        for _ in 1..count {
            match swappable(instrs, second, line) {
                Some(next) => second = next,
                None => return,
            }
        }
        let (a, b) = (stored(&instrs[first]), stored(&instrs[second]));
        if a.is_some() || b.is_some() {
            if a == b {
                return;
            }
            let between = &instrs[first + 1..second];
            if between
                .iter()
                .any(|instr| stored(instr).is_some_and(|slot| Some(slot) == a || Some(slot) == b))
            {
                return;
            }
        }
        instrs[at].clear();
        instrs.swap(first, second);
    }
}
