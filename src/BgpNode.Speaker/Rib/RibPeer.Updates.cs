using System.Buffers;
using BgpNode.Net;
using BgpNode.Protocol.Validation;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Attributes;
using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <summary>UPDATE messages, RFC 4271 §9. Structure, then meaning by RFC 7606, and only then the RIB.</summary>
internal sealed partial class RibPeer
{
    // A broken neighbour may be broken in every message: after so many lines only the counters go on.
    private const int MaxReports = 20;

    private readonly List<AttributeFinding> _findings = [];
    private readonly ArrayBufferWriter<byte> _canonical = new(512);
    private readonly ArrayBufferWriter<byte> _marked = new(512);
    private byte[] _rest = [];
    private byte[] _lastReceived = [];
    private int _lastLength;
    private int _lastSet;
    private int _reports;

    private void Process(UpdateBatch batch)
    {
        try
        {
            // One message ahead of the one that is worked on: so the waits for memory of its prefixes are over when it comes.
            ReadOnlySpan<BatchedUpdate> updates = batch.Updates;
            for (int i = 0; i < updates.Length && !_gone; i++)
            {
                if (i + 1 < updates.Length)
                {
                    LookAhead(batch.BodyOf(updates[i + 1]), updates[i + 1].AttributesHash);
                }

                Process(batch.BodyOf(updates[i]), updates[i]);
            }

            UseRoom();
        }
        finally
        {
            batch.Return();
        }
    }

    // A hint only: what is wrong with the message is found when it is read in earnest.
    private void LookAhead(ReadOnlySpan<byte> body, ulong hash)
    {
        if (UpdateMessage.TryRead(body, out UpdateMessage update, out _))
        {
            _tables.Attributes.Prefetch(hash);
            FamilyRib rib = _tables[Family.IPv4];
            bool addPath = Agreement.AddPathReceive.Has(Family.IPv4);
            Prefetch(rib, new NlriReader(update.Nlri, Family.IPv4, addPath));
            Prefetch(rib, new NlriReader(update.Withdrawn, Family.IPv4, addPath));
        }
    }

    private void Process(ReadOnlySpan<byte> body, in BatchedUpdate batched)
    {
        if (!UpdateMessage.TryRead(body, out UpdateMessage update, out ProtocolError? error))
        {
            Fail(error!.Value);
            return;
        }

        // The short way: attributes that were judged, here before or in the session, so no MP attribute is among them.
        int known = 0;
        if (!update.Nlri.IsEmpty && Agreement.Families.Has(Family.IPv4))
        {
            known = FindKnown(update.Attributes, batched.AttributesHash);
            known = known == 0 && batched.IsRight ? AddRight(update.Attributes, batched.AttributesHash) : known;
        }

        if (known == 0)
        {
            ProcessFully(update, batched.AttributesHash);
        }
        else if (Withdraw(Family.IPv4, update.Withdrawn))
        {
            Announce(Family.IPv4, update.Nlri, known);
        }
    }

    private void ProcessFully(in UpdateMessage update, ulong hash)
    {
        if (update.IsEndOfRib(out Family ended))
        {
            _loop.EndOfRib(this, ended);
            return;
        }

        _findings.Clear();
        ScannedAttributes scanned = AttributeScanner.Scan(update.Attributes);
        UpdateAnswer answer = MpValidator.JudgeScan(scanned, _findings);
        MpReach reach = default;
        Address nextHop = default;
        MpUnreach unreach = default;
        bool hasReach = scanned.HasMpReach && Counts(MpValidator.JudgeReach(scanned.MpReachAttribute, _rules, out reach, out nextHop, out _, _findings), ref answer);
        bool hasUnreach = scanned.HasMpUnreach && Counts(MpValidator.JudgeUnreach(scanned.MpUnreachAttribute, _rules, out unreach, _findings), ref answer);
        bool hasNlri = !update.Nlri.IsEmpty && Agreement.Families.Has(Family.IPv4);
        ReadOnlySpan<byte> attributes = RestOf(update, scanned);
        int set = 0, mpSet = 0;
        if (hasNlri)
        {
            // As they came they were looked up before; without their MP attributes they were not.
            bool isNew = attributes.Length == update.Attributes.Length;
            set = isNew ? JudgeNew(attributes, [], hash, ref answer) : Judge(attributes, [], ref answer);
        }

        if (hasReach)
        {
            mpSet = Judge(attributes, reach.NextHop, ref answer);
        }

        if (!hasNlri && !hasReach && !attributes.IsEmpty)
        {
            _canonical.ResetWrittenCount();
            answer = Max(answer, AttributeValidator.Judge(attributes, _rules, hasNextHop: false, announces: false, _canonical, _findings));
        }

        Act(update, reach, unreach, hasReach, hasUnreach, set, mpSet, answer);
        Release(set);
        Release(mpSet);
    }

    // RFC 7606 §2: one switch for all answers.
    private void Act(
        in UpdateMessage update, in MpReach reach, in MpUnreach unreach, bool hasReach, bool hasUnreach, int set, int mpSet, UpdateAnswer answer)
    {
        Report(answer);
        if (answer >= UpdateAnswer.DisableFamily)
        {
            Fail(_findings.Find(f => f.Answer == answer).Error);
            return;
        }

        bool accepted = answer < UpdateAnswer.TreatAsWithdraw;
        if (!accepted)
        {
            Counters.TreatedAsWithdraw++;
        }

        bool well = !Agreement.Families.Has(Family.IPv4)
            || (Withdraw(Family.IPv4, update.Withdrawn)
                && (accepted && set != 0 ? Announce(Family.IPv4, update.Nlri, set) : Withdraw(Family.IPv4, update.Nlri)));
        if (well && hasUnreach)
        {
            Withdraw(unreach.Family!.Value, unreach.Nlri);
        }

        if (well && hasReach)
        {
            Family family = reach.Family!.Value;
            _ = accepted && mpSet != 0 ? Announce(family, reach.Nlri, mpSet) : Withdraw(family, reach.Nlri);
        }
    }

    // The set of judged attributes with one reference for us, 0 when they are not to be used.
    private int Judge(ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> nextHop, ref UpdateAnswer answer)
    {
        ulong hash = AttributeTable.HashOf(attributes, nextHop);
        int set = _tables.Attributes.FindReceived(attributes, _rulesClass, nextHop, hash);
        return set != 0 ? set : JudgeNew(attributes, nextHop, hash, ref answer);
    }

    private int JudgeNew(ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> nextHop, ulong hash, ref UpdateAnswer answer)
    {
        _canonical.ResetWrittenCount();
        UpdateAnswer judged = AttributeValidator.Judge(attributes, _rules, hasNextHop: nextHop.IsEmpty, announces: true, _canonical, _findings);
        answer = Max(answer, judged);
        if (judged >= UpdateAnswer.TreatAsWithdraw)
        {
            return 0;
        }

        int set = AddJudged(attributes, nextHop, _canonical.WrittenSpan, hash);
        if (nextHop.IsEmpty)
        {
            Remember(attributes, set);
        }

        return set;
    }

    private int AddJudged(ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> nextHop, ReadOnlySpan<byte> canonical, ulong hash)
    {
        _marked.ResetWrittenCount();
        ReadOnlySpan<byte> made = ReceivedMarks.Add(_rules, canonical, _marked) ? _marked.WrittenSpan : canonical;
        return _tables.Attributes.AddReceived(attributes, _rulesClass, nextHop, made, hash);
    }

    // New here, and found right and canonical by the session.
    private int AddRight(ReadOnlySpan<byte> attributes, ulong hash)
    {
        int set = AddJudged(attributes, [], attributes, hash);
        Remember(attributes, set);
        _tables.Attributes.Release(set); // remembering holds it
        return set;
    }

    // A neighbour that announces many routes with one set sends it again and again: then not even a hash is needed.
    private int FindKnown(ReadOnlySpan<byte> attributes, ulong hash)
    {
        if (_lastSet != 0 && attributes.SequenceEqual(_lastReceived.AsSpan(0, _lastLength)))
        {
            return _lastSet;
        }

        int set = _tables.Attributes.FindReceived(attributes, _rulesClass, [], hash);
        if (set != 0)
        {
            Remember(attributes, set);
            _tables.Attributes.Release(set); // remembering holds it
        }

        return set;
    }

    private void Remember(ReadOnlySpan<byte> attributes, int set)
    {
        if (set != 0)
        {
            _tables.Attributes.AddReference(set);
        }

        Release(_lastSet);
        _lastSet = set;
        _lastLength = attributes.Length;
        if (attributes.Length > _lastReceived.Length)
        {
            _lastReceived = new byte[Math.Max(512, attributes.Length)];
        }

        attributes.CopyTo(_lastReceived);
    }

    // RFC 7606 §5.3: what follows in the field cannot be found, so the session ends; its routes go with it.
    private bool IsMalformed(in NlriReader reader)
    {
        if (reader.Malformed)
        {
            Fail(ProtocolError.InvalidNetworkField);
        }

        return reader.Malformed;
    }

    private ReadOnlySpan<byte> RestOf(in UpdateMessage update, in ScannedAttributes scanned)
    {
        if (scanned.RestInOnePiece)
        {
            return scanned.Rest;
        }

        if (_rest.Length < update.Attributes.Length)
        {
            _rest = new byte[update.Attributes.Length];
        }

        return _rest.AsSpan(0, scanned.CopyRest(_rest));
    }

    private void Report(UpdateAnswer answer)
    {
        foreach (AttributeFinding finding in _findings)
        {
            Counters.AttributesDiscarded += finding.Answer == UpdateAnswer.DiscardAttribute ? 1 : 0;
            if (_reports++ < MaxReports)
            {
                _loop.LogFinding(Name, finding.What, answer);
            }
        }
    }

    private void Release(int set)
    {
        if (set != 0)
        {
            _tables.Attributes.Release(set);
        }
    }

    // Discarded: the family was not agreed on, and the attribute is as good as absent.
    private static bool Counts(UpdateAnswer judged, ref UpdateAnswer answer)
    {
        answer = Max(answer, judged);
        return judged != UpdateAnswer.DiscardAttribute;
    }

    private static UpdateAnswer Max(UpdateAnswer left, UpdateAnswer right) => left > right ? left : right;
}
